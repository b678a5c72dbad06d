"""Form the executive committee of the posts whose holders sit in it. Repeatable; waits for people on these posts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from magistrat.bodies.actions.set_up import set_up
from magistrat.bodies.queries import composition
from magistrat.journal.actor import SYSTEM
from magistrat.rules.moments import local_date
from magistrat.ui import clock


class Command(BaseCommand):
    """`bodies_setup`: what is there already stays as it is."""

    help = "Утворює виконавчий комітет із тих, хто обіймає посади його членів."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--city", required=True, help="папка міста: cities/<city>")

    def handle(self, **_: Any) -> None:
        at = clock.now()
        if not composition.has_holders(local_date(at)):
            self.stdout.write("Посади членів виконкому ще вільні: склад унесуть, коли призначать людей.")
            return
        body, left = set_up(actor=SYSTEM, at=at)
        self.stdout.write(body.title)
        for text in left:
            self.stderr.write(text)
