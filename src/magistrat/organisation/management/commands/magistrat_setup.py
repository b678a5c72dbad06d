"""Set up a city's database: the application's role, the city's row, its editions, its structure. Repeatable."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from magistrat.journal import grants
from magistrat.journal.actor import SYSTEM
from magistrat.organisation.actions import set_up as structure
from magistrat.regulation import actions as regulation
from magistrat.regulation import folders
from magistrat.rules.refusal import Refusal
from magistrat.ui import clock


class Command(BaseCommand):
    """`magistrat_setup --city SLUG`, run as the owner's role (`MAGISTRAT_AS_OWNER=1`)."""

    help = "Налаштовує базу даних міста: права застосунку, місто, редакції регламенту, структуру."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--city", required=True, help="папка міста: cities/<city>")
        parser.add_argument("--cities", type=Path, default=settings.CITIES_DIR, help="де лежать папки міст")

    def handle(self, *, city: str, cities: Path, **_: Any) -> None:
        folder = folders.read(cities, city)
        restrict_application()
        with transaction.atomic():
            regulation.set_up_city(
                actor=SYSTEM, at=clock.now(), calendar_files=folder.calendar_files, names=folder.names
            )
            for texts in folder.editions:
                self.adopt(texts)
            if folder.organisation:
                structure.set_up(actor=SYSTEM, at=clock.now(), text=folder.organisation)

    def adopt(self, texts: Mapping[str, str]) -> None:
        try:
            regulation.adopt_edition(actor=SYSTEM, at=clock.now(), texts=texts)
        except Refusal as refusal:
            # An adopted edition is never changed; a corrected file becomes an edition of its own day.
            self.stderr.write(str(refusal))


def restrict_application() -> None:
    """Take from the role of `DATABASE_URL` what would let it change the journal.

    :raises CommandError: it is the owner's own role, from which nothing can be taken.
    """
    role, owner = (
        unquote(urlsplit(url).username or "") for url in (settings.DATABASE_URL, settings.DATABASE_OWNER_URL)
    )
    if role == owner:
        raise CommandError(
            "DATABASE_URL і DATABASE_OWNER_URL називають ту саму роль. Застосунок має працювати в іншій ролі, "
            "що не може змінити журналу."
        )
    grants.restrict(role)
