"""Bring an edition's files in as a draft."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from magistrat.amendments import parcel
from magistrat.amendments.actions import drafting
from magistrat.journal.actor import SYSTEM
from magistrat.regulation import queries as regulation
from magistrat.rules.form import FormError
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.ui import clock


class Command(BaseCommand):
    """`edition_import FOLDER|FILE.zip --title TITLE`."""

    help = (
        "Вносить файли редакції (теку або .zip) як проєкт; основою є чинна редакція. Прийняття — на сторінці проєкту."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="МІСЦЕ", type=Path)
        parser.add_argument("--title", required=True, help="назва проєкту")

    def handle(self, *, place: Path, title: str, **_: Any) -> None:
        at = clock.now()
        try:
            texts = read(place)
            base = regulation.edition_id_on(local_date(at))
            draft = drafting.bring_in(actor=SYSTEM, at=at, title=title, base=base, texts=texts)
        except (parcel.Unfit, OSError, FormError, Refusal) as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"Внесено проєкт № {draft.pk} «{draft.title}», файлів: {len(texts)}.")


def read(place: Path) -> dict[str, str]:
    """The texts of a folder or of a ZIP.

    :raises Unfit: when they are no edition's.
    """
    if place.is_dir():
        return parcel.read_folder(place)
    if place.stat().st_size > parcel.MOST_BYTES:
        raise parcel.Unfit("Архів завеликий: може бути до 8 МБ.")
    return parcel.unpack(place.read_bytes())
