"""Bring in open control from a workbook: look it through, print what is wrong, then bring the rows in."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from magistrat.journal.actor import SYSTEM
from magistrat.moving.actions import imports
from magistrat.moving.queries import imports as read
from magistrat.rules.refusal import Refusal
from magistrat.ui import clock

SHOWN = 200


class Command(BaseCommand):
    """`import_open_control FILE`."""

    help = "Уносить із книги XLSX кореспондентів, документи на контролі з виконавцями та строками, останні номери реєстрів."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="ФАЙЛ", type=Path, help="книга XLSX за зразком (див. «Перенесення обліків»)"
        )
        parser.add_argument("--dry-run", action="store_true", help="лише перевірити")
        parser.add_argument("--without-faulty", action="store_true", help="унести рядки без зауважень")

    def handle(self, *, file: Path, dry_run: bool, without_faulty: bool, **_: Any) -> None:
        if not file.is_file():
            raise CommandError(f"файла немає: {file}", returncode=2)
        try:
            with file.open("rb") as content:
                taken = imports.take(actor=SYSTEM, at=clock.now(), name=file.name, content=content, is_queued=False)
            found = imports.go_on(import_id=taken.pk, at=clock.now())
            self._say_faults(found)
            if dry_run:
                return
            imports.start(
                actor=SYSTEM, at=clock.now(), import_id=found.pk, without_faulty=without_faulty, is_queued=False
            )
            done = imports.go_on(import_id=found.pk, at=clock.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Унесено: нових {done.made}, уже були {done.known}, не внесено {done.refused}.")
        for line in read.refused(done.pk).order_by("id")[:SHOWN]:
            self.stderr.write(f"{line.sheet}, рядок {line.row}: {line.words}")
        if done.refused:
            raise CommandError("унесено не всі рядки")

    def _say_faults(self, found: Any) -> None:
        if found.trouble:
            raise CommandError(found.trouble)
        self.stdout.write(f"Рядків {found.rows}, зауважень {found.fault_count}.")
        for fault in read.faults(found.pk).order_by("id")[:SHOWN]:
            place = f", {fault.column}" if fault.column else ""
            self.stderr.write(f"{fault.sheet}, рядок {fault.row}{place}: {fault.words}")
