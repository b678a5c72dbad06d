"""Make the demo city: a year of its work, lived by deeds."""

from __future__ import annotations

import gc
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from magistrat.demo import marker, story, words
from magistrat.launcher.city_run import DEMO_WITH_GAPS
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local, local_date
from magistrat.ui import clock


class Command(BaseCommand):
    """`demo --city SLUG`, run as the application's role after `magistrat_setup`. Repeatable; goes on after a break.

    A city of which no story is known stays as it was set up.
    """

    help = "Створює демонстраційне місто: рік його роботи."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--city", required=True, help="папка міста: cities/<city>")
        parser.add_argument("--cities", type=Path, default=settings.CITIES_DIR, help="де лежать папки міст")
        parser.add_argument("--letters", type=int, default=story.LETTERS, help="скільки документів надійде за рік")
        parser.add_argument("--until", type=date.fromisoformat, help="день, напередодні якого історія закінчується")

    def handle(self, *, city: str, cities: Path, letters: int, until: date | None, **_: Any) -> None:
        if regulation.city().slug != city:
            raise CommandError(f"Це база даних іншого міста: {regulation.city().slug}.")
        if city not in words.read("areas"):
            # Whoever brings a city of his own has a regulation, not made-up people and letters.
            self.stdout.write("Для цього міста демонстраційної історії немає: місто лишається порожнім.")
            return
        kept = marker.begin(until=until or local_date(clock.now()), letters=letters)
        if kept["state"] == "done":
            self.stdout.write("Демонстраційне місто вже є.")
            return
        # Hundreds of thousands of short-lived objects: the collector would look at them in vain.
        gc.set_threshold(50_000, 20, 20)
        with connection.cursor() as cursor:
            # Begun again after a loss of power, the story is told anew: its commits need not wait for the disk.
            cursor.execute("SET synchronous_commit = off")
        stage = story.tell_year(
            city=city, until=date.fromisoformat(kept["until"]), letters=kept["letters"], cities=cities,
            folder=Path(settings.CITY_DIR), tell=self.stdout.write,
        )  # fmt: skip
        self.stdout.write(f"Готово: дій {stage.deeds.count}.")
        for line, at, refusal in stage.refused:
            self.stderr.write(f"Відмовлено ({line}, {local(at):%d.%m.%Y %H:%M}): {refusal}")
        if stage.refused:
            raise CommandError(
                f"Демонстраційне місто створено не повністю: система відмовила в діях — {len(stage.refused)}. "
                "Того, що мало бути після них, у місті немає.",
                returncode=DEMO_WITH_GAPS,
            )
