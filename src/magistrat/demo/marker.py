"""How far the demo of this city is: kept in the city's settings."""

from __future__ import annotations

from datetime import date
from typing import Any

from magistrat.regulation import actions as regulation
from magistrat.regulation import queries

KEY = "demo"


def read() -> dict[str, Any]:
    """What is known of the demo; empty before its first day."""
    return dict(queries.city().settings.get(KEY, {}))


def begin(*, until: date, letters: int) -> dict[str, Any]:
    """Note that the story begins, or read with what it began."""
    return read() or _put({"state": "begun", "until": until.isoformat(), "letters": letters, "told": ""})


def reach(day: date) -> None:
    """Note the day up to which the story has been told."""
    _put(read() | {"told": day.isoformat()})


def finish(**figures: int) -> None:
    """Note that the story has been told to its end."""
    _put(read() | {"state": "done"} | figures)


def _put(news: dict[str, Any]) -> dict[str, Any]:
    regulation.keep_setting(key=KEY, value=news)
    return news
