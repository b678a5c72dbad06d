"""Moments at which a city hall works: within the hours of its calendar, Europe/Kyiv, as aware UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.moments import local, local_date, moment

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """The city's calendar as the story asks it."""

    calendar: WorkCalendar

    def at(self, on: date, hour: float) -> datetime:
        """A moment of the day: `hour` 9.5 is half past nine (Kyiv time)."""
        whole = datetime.combine(on, time()) + timedelta(hours=hour)
        return moment(whole)

    def some(self, on: date, rng: Random, since: float = 0.0, until: float = 1.0) -> datetime:
        """Some moment in the working hours of the day or of the next working one; parts of the day from 0 to 1."""
        day = self.calendar.day(self.calendar.on_or_next(on))
        spans = [(datetime.combine(day.date, start), datetime.combine(day.date, end)) for start, end in day.hours]
        whole = sum((end - start for start, end in spans), timedelta())
        left = whole * rng.uniform(max(since, 0.01), min(until, 0.98))
        for start, end in spans:
            if left < end - start:
                return moment((start + left).replace(microsecond=0))
            left -= end - start
        raise AssertionError("a part of the day is never the whole of it")

    def after(self, at: datetime, rng: Random, minutes: tuple[int, int]) -> datetime:
        """So many minutes later; what falls out of the working hours comes early on the next working day."""
        later = at + timedelta(minutes=rng.randint(*minutes), seconds=rng.randint(0, 59))
        if self.calendar.in_hours(local(later)):
            return later
        on = local_date(later)
        if self.calendar.is_working(on) and local(later) < self.calendar.closing(on):  # type: ignore[operator]
            return later + timedelta(minutes=50)
        return self.some(self.calendar.next_working(on), rng, 0.0, 0.2)

    def later(self, at: datetime, rng: Random, days: tuple[int, int]) -> datetime:
        """So many working days later, at any hour of work."""
        return self.some(self.calendar.add_working(local_date(at), max(1, rng.randint(*days))), rng)

    def working(self, since: date, until: date) -> list[date]:
        """Working days from `since` until (exclusive) `until`."""
        found, on = [], since
        while on < until:
            if self.calendar.is_working(on):
                found.append(on)
            on += ONE_DAY
        return found
