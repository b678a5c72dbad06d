"""Cities for tests: the made-up village, and the two real ones."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from magistrat.journal.actor import SYSTEM
from magistrat.regulation import actions, folders, models

CHECKOUT = Path(__file__).resolve().parents[2]
REAL = CHECKOUT / "cities"
MADE_UP = CHECKOUT / "tests" / "cities_made_up"
VILLAGE = "verbivka"
AT = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
ON = date(2026, 3, 2)


def folder(slug: str = VILLAGE) -> folders.CityFolder:
    """The texts of a real or made-up city."""
    return folders.read(MADE_UP if (MADE_UP / slug).is_dir() else REAL, slug)


def city(slug: str = VILLAGE, at: datetime = AT) -> models.City:
    """Set the city up with all its editions, as `magistrat_setup` does."""
    texts = folder(slug)
    made = actions.set_up_city(actor=SYSTEM, at=at, calendar_files=texts.calendar_files, names=texts.names)
    for edition in texts.editions:
        actions.adopt_edition(actor=SYSTEM, at=at, texts=edition)
    return made
