"""Issue a person of the city a key for signing acts, with a PIN asked at the terminal or given by `--pin-stdin`."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from magistrat.accounts import queries as accounts
from magistrat.journal.actor import SYSTEM
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.signatures.actions import keys
from magistrat.signatures.authority import Holder
from magistrat.ui import clock


class Command(BaseCommand):
    """`signing_key --login LOGIN`"""

    help = "Видає особі ключ електронного підпису випробувального надавача; попередній ключ припиняє дію."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--login", required=True, help="логін особи")
        parser.add_argument("--pin-stdin", action="store_true", help="узяти PIN-код зі стандартного введення")

    def handle(self, *, login: str, pin_stdin: bool, **_: Any) -> None:
        at = clock.now()
        account = accounts.by_login(login)
        acting = organisation.actors_of_account(account.pk, local_date(at)) if account else []
        if not acting or acting[0].person_id is None:
            raise CommandError(f"Особи з логіном «{login}», яка обіймає посаду, немає.")
        person = organisation.person(acting[0].person_id)
        pin = sys.stdin.readline().rstrip("\n") if pin_stdin else getpass.getpass("PIN-код ключа: ")
        city = regulation.city()
        given = f"{person.given} {person.patronymic}".strip()
        holder = Holder(person.surname, given, acting[0].post_title, city.names.get("council") or city.name)
        try:
            key = keys.issue(actor=SYSTEM, at=at, person=person.pk, holder=holder, pin=pin)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Видано ключ: {key.owner}, сертифікат № {key.serial}, чинний до {key.valid_until:%d.%m.%Y}")
