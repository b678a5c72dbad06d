"""Give a city the typical texts of resolutions with which every city begins. Repeatable."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from magistrat.journal.actor import SYSTEM
from magistrat.tasks.actions import typical
from magistrat.ui import clock


class Command(BaseCommand):
    """`tasks_setup --city SLUG`; the texts are the same in every city."""

    help = "Вносить типові тексти резолюцій; наявні не змінює."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--city", required=True, help="папка міста: cities/<city>")

    def handle(self, **_: Any) -> None:
        typical.put_common(actor=SYSTEM, at=clock.now())
