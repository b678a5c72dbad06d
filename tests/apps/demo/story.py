"""A city made ready for its demo, and the demo told in short."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from magistrat.demo import marker, story
from magistrat.demo.stage import Stage
from magistrat.documents.actions import setup as documents
from magistrat.journal.actor import SYSTEM
from magistrat.organisation.actions import set_up as structure
from magistrat.regulation import actions as regulation
from magistrat.regulation import folders
from magistrat.rules.moments import moment

UNTIL = date(2026, 11, 24)
LETTERS = 42
AT = moment(datetime(2026, 11, 24, 8, 0))


def make_ready(city: str) -> None:
    """What `magistrat_setup` and the set-up of the apps do before the demo begins."""
    folder = folders.read(settings.CITIES_DIR, city)
    regulation.set_up_city(actor=SYSTEM, at=AT, calendar_files=folder.calendar_files, names=folder.names)
    for texts in folder.editions:
        regulation.adopt_edition(actor=SYSTEM, at=AT, texts=texts)
    structure.set_up(actor=SYSTEM, at=AT, text=folder.organisation)
    kinds = (settings.CITIES_DIR / "documents.toml").read_text(encoding="utf-8")
    registries = (settings.CITIES_DIR / city / "registries.toml").read_text(encoding="utf-8")
    documents.load(actor=SYSTEM, at=AT, kinds=kinds, registries=registries)


def tell(city: str, folder: Path, *, letters: int = LETTERS, say: Callable[[str], None] = lambda _: None) -> Stage:
    """Begin the story, or go on with it."""
    kept = marker.begin(until=UNTIL, letters=letters)
    return story.tell_year(
        city=city,
        until=date.fromisoformat(kept["until"]),
        letters=kept["letters"],
        cities=settings.CITIES_DIR,
        folder=folder,
        tell=say,
    )
