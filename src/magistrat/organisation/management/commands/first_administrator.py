"""Let the first person into a city that nobody can enter yet."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from magistrat.journal.actor import SYSTEM
from magistrat.organisation import declension, first_password
from magistrat.organisation.actions.first import open_first_account
from magistrat.regulation import queries as regulation
from magistrat.rules.refusal import Refusal
from magistrat.ui import clock


class Command(BaseCommand):
    """`magistrat manage --city CITY first_administrator --login … --surname … --given … [--patronymic …]`, after the set-up."""

    help = "Відкриває доступ першому адміністраторові міста, у яке ще ніхто не може увійти."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--login", required=True, help="логін")
        parser.add_argument("--surname", required=True, help="прізвище")
        parser.add_argument("--given", required=True, help="власне ім'я")
        parser.add_argument("--patronymic", default="", help="по батькові")
        parser.add_argument("--gender", choices=["m", "f"], help="стать: m чи f; без неї — за власним ім'ям")

    def handle(self, *, login: str, surname: str, given: str, patronymic: str, gender: str | None, **_: Any) -> None:
        gender = gender or declension.gender_of(given=given)
        if not gender:
            raise CommandError(f"З імені «{given}» не видно статі. Додайте: --gender m або --gender f")
        password = first_password.made()
        try:
            post = open_first_account(
                actor=SYSTEM, at=clock.now(), login=login, password=password, surname=surname, given=given,
                gender=gender, patronymic=patronymic,
            )  # fmt: skip
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        except (ProgrammingError, regulation.NotThere):
            raise CommandError("Місто ще не підготовлено. Спершу запустіть його: magistrat run") from None
        self.stdout.write(
            f"Доступ відкрито. Посада: {post.title}. Логін: {login.strip().lower()}. Перший пароль: {password}\n"
            "Його показано один раз; після першого входу система попросить змінити його.\n"
            "Працівників і їхні доступи додають на сторінці «Організація»."
        )
