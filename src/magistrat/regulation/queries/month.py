"""A month of the work calendar."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta

from magistrat.regulation import models
from magistrat.regulation.queries.days import calendar_exceptions, work_calendar
from magistrat.rules import words
from magistrat.rules.calendar import CalendarError, Day
from magistrat.rules.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in the month's table; days of the neighbouring months are shown pale."""

    day: Day
    is_inside: bool
    exception: models.CalendarException | None

    @property
    def hours(self) -> str:
        """«08:30-12:30, 13:00-17:00»"""
        return ", ".join(f"{words.clock(start)}-{words.clock(end)}" for start, end in self.day.hours)


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks of a month and its sums."""

    first: date
    weeks: tuple[tuple[Cell, ...], ...]
    working_days: int
    hours: float

    @property
    def previous(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        """The first day of the month after."""
        return (self.first + timedelta(days=31)).replace(day=1)


def month(first: date) -> Month:
    """The month that begins on the day; two statements.

    :raises Refusal: before the first day of the kept calendar.
    """
    kept = work_calendar()
    dates = Calendar().monthdatescalendar(first.year, first.month)
    own = {one.day: one for one in calendar_exceptions(dates[0][0], dates[-1][-1] + timedelta(days=1))}
    try:
        weeks = tuple(tuple(Cell(kept.day(on), on.month == first.month, own.get(on)) for on in week) for week in dates)
    except CalendarError as outside:
        raise Refusal("", f"{str(outside).capitalize()}.") from None
    inside = [cell.day for week in weeks for cell in week if cell.is_inside]
    return Month(first, weeks, sum(day.working for day in inside), sum(map(_length, inside)))


def _length(day: Day) -> float:
    """Working hours of a day."""
    minutes = sum((end.hour - start.hour) * 60 + end.minute - start.minute for start, end in day.hours)
    return minutes / 60
