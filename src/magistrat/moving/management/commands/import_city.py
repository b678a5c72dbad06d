"""Load a carried-out city into an empty database, or compare the present one with it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from magistrat.journal.actor import SYSTEM
from magistrat.moving.actions import loading
from magistrat.moving.parcel import Broken
from magistrat.moving.queries import whole_city
from magistrat.organisation.management.commands.magistrat_setup import restrict_application
from magistrat.ui import clock

SHOWN = 30


class Command(BaseCommand):
    """`import_city FOLDER|FILE.zip`, run as the owner's role."""

    help = "Завантажує винесене місто в порожню базу даних і доводить, що воно таке саме."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="МІСЦЕ", type=Path, help="тека або файл .zip, винесені командою export")
        parser.add_argument("--compare", action="store_true", help="лише порівняти з цією базою даних")

    def handle(self, *, place: Path, compare: bool, **_: Any) -> None:
        try:
            if compare:
                proof = loading.compare(path=place)
            else:
                self._prepare()
                proof = loading.load(actor=SYSTEM, at=clock.now(), path=place, tell=self.stdout.write)
        except (Broken, OSError) as wrong:
            raise CommandError(str(wrong)) from wrong
        for difference in proof.differences[:SHOWN]:
            self.stderr.write(difference)
        if proof.differences:
            raise CommandError(f"відмінностей: {len(proof.differences)}")
        self.stdout.write(f"Таке саме: рядків {proof.rows}, файлів {proof.files}, ланок журналу {proof.links}.")

    def _prepare(self) -> None:
        if not whole_city.has_tables():
            call_command("migrate", interactive=False, verbosity=0)
        restrict_application()
