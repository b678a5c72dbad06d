"""Carry an edition's files out."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from magistrat.amendments import parcel, queries
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.ui import clock


class Command(BaseCommand):
    """`edition_export FOLDER|FILE.zip [--edition DAY | --draft NUMBER]`."""

    help = "Виносить файли редакції регламенту (чинної, чинної на день або проєкту) в нову теку чи файл .zip."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="МІСЦЕ", type=Path, help="нова тека або файл .zip")
        parser.add_argument("--edition", type=date.fromisoformat, help="день, на який вона чинна: РРРР-ММ-ДД")
        parser.add_argument("--draft", type=int, help="номер проєкту")

    def handle(self, *, place: Path, edition: date | None, draft: int | None, **_: Any) -> None:
        try:
            if draft is None:
                on = edition or local_date(clock.now())
                texts = queries.texts_of_edition(regulation.edition_id_on(on))
            else:
                texts = queries.draft(draft).texts
            if place.suffix == ".zip":
                with place.open("xb") as target:
                    target.write(parcel.pack(texts))
            else:
                parcel.write_folder(place, texts)
        except queries.NotThere as wrong:
            raise CommandError("Такої редакції чи проєкту немає.") from wrong
        except FileExistsError as wrong:
            raise CommandError(f"Файл уже є: {place}.") from wrong
        except (parcel.Unfit, OSError) as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"Винесено: {place}, файлів: {len(texts)}.")
