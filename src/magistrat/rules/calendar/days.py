"""What is known of days: working hours, feasts, regimes, a day as it is asked of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from magistrat.rules import words
from magistrat.rules.city import Interval

ONE = timedelta(days=1)


class CalendarError(LookupError):
    """A day that no calendar is kept for."""


@dataclass(frozen=True, slots=True)
class Regime:
    """From this day on holidays apply or not; an eve is shorter by so many minutes."""

    start: date
    holidays: bool
    eve_minutes: int
    act: str


@dataclass(frozen=True, slots=True)
class Country:
    """The country's calendar as its data file says it; regimes in order of their first days."""

    start: date
    source: str
    regimes: tuple[Regime, ...]
    yearly: Mapping[tuple[int, int], tuple[tuple[str, int, int], ...]]
    feasts: Mapping[date, str]
    rest_moved: Mapping[date, date]
    work_moved: Mapping[date, tuple[date, str]]
    singles: Mapping[date, tuple[bool, str]]
    worked_instead: Mapping[date, tuple[date, str]]

    def regime(self, on: date) -> Regime:
        """The regime in force on a day.

        :raises CalendarError: before the first day of the calendar.
        """
        if on < self.start:
            raise CalendarError(f"календар ведеться з {words.day(self.start)}, день {words.day(on)} йому не відомий")
        return next(regime for regime in reversed(self.regimes) if regime.start <= on)

    def holiday(self, on: date) -> str:
        """The name of the holiday on a day, empty when it is none."""
        if on in self.feasts:
            return self.feasts[on]
        named = self.yearly.get((on.month, on.day), ())
        return next((name for name, first, last in named if first <= on.year <= last), "")


@dataclass(frozen=True, slots=True)
class Day:
    """One day: whether it is worked, why (Ukrainian) and its intervals of work (Kyiv time, empty on a day off)."""

    date: date
    working: bool
    reason: str
    hours: tuple[Interval, ...]

    @property
    def opens(self) -> time | None:
        return self.hours[0][0] if self.hours else None

    @property
    def closes(self) -> time | None:
        return self.hours[-1][1] if self.hours else None
