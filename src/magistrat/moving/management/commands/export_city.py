"""Carry a whole city out."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from magistrat.journal.actor import SYSTEM
from magistrat.moving.actions import carrying_out
from magistrat.moving.parcel import Broken
from magistrat.ui import clock


class Command(BaseCommand):
    """`export_city FOLDER|FILE.zip`."""

    help = "Виносить усе місто у відкритих форматах: рядки таблиць, файли, журнал із ланцюгом, тексти регламенту."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="МІСЦЕ", type=Path, help="нова тека або файл .zip")

    def handle(self, *, place: Path, **_: Any) -> None:
        try:
            manifest = carrying_out.carry_out(actor=SYSTEM, at=clock.now(), path=place, tell=self.stdout.write)
        except (Broken, OSError) as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"Винесено: {place}. Ланок журналу: {manifest['journal']['links']}.")
