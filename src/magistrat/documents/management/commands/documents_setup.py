"""Set up a city's kinds of documents and registries, after `magistrat_setup`. Repeatable."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from magistrat.documents.actions import setup
from magistrat.journal.actor import SYSTEM
from magistrat.ui import clock


class Command(BaseCommand):
    """`documents_setup --city SLUG`."""

    help = "Вносить види документів і відкриває реєстри міста."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--city", required=True, help="папка міста: cities/<city>")
        parser.add_argument("--cities", type=Path, default=settings.CITIES_DIR, help="де лежать папки міст")

    def handle(self, *, city: str, cities: Path, **_: Any) -> None:
        common = next(
            path for path in (cities / "documents.toml", settings.CITIES_DIR / "documents.toml") if path.is_file()
        )
        registries = cities / city / "registries.toml"
        setup.load(
            actor=SYSTEM,
            at=clock.now(),
            kinds=common.read_text(encoding="utf-8"),
            registries=registries.read_text(encoding="utf-8") if registries.is_file() else "",
        )
