"""Working days of this city: its week, the country's calendar and its own exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from magistrat.regulation import models
from magistrat.regulation.queries.editions import calendar_version
from magistrat.rules import calendar
from magistrat.rules.city import Interval, SingleDay
from magistrat.rules.form import hour


def calendar_exceptions(since: date, until: date) -> Sequence[models.CalendarException]:
    """The city's own days from `since` until (exclusive) `until`; one statement."""
    return list(models.CalendarException.objects.filter(day__gte=since, day__lt=until).order_by("day"))


def work_calendar() -> calendar.WorkCalendar:
    """The calendar by which terms are counted; one statement, two more when it has changed.

    :raises City.DoesNotExist: before `magistrat_setup`.
    """
    return _built(calendar_version())


def intervals(text: str) -> tuple[Interval, ...] | None:
    """Hours of a day as people type them, «08:30-12:30, 13:00-15:00» (Kyiv time); nothing for an empty text.

    :raises ValueError: when they are not written so or do not follow one another.
    """
    if not text.strip():
        return None
    found = []
    for part in text.split(","):
        start, _, end = part.strip().partition("-")
        found.append((hour(start.strip()), hour(end.strip())))
    flat = [moment for interval in found for moment in interval]
    if flat != sorted(set(flat)):
        raise ValueError(f"години мають іти одна за одною: «{text}»")
    return tuple(found)


@lru_cache(maxsize=8)
def _built(version: str) -> calendar.WorkCalendar:
    files = models.City.objects.values_list("calendar_files", flat=True).get()
    country = next(text for name, text in files.items() if name.endswith("calendar.toml"))
    base = calendar.load(country, next(text for name, text in files.items() if name.endswith("city.toml")))
    own = tuple(
        SingleDay(row.day, row.is_working, row.reason, intervals(row.hours))
        for row in models.CalendarException.objects.all()
    )
    return replace(base, city=replace(base.city, exceptions=own + base.city.exceptions))
