"""The working calendar of a city: which days are worked, from when to when, and the next of them."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from magistrat.rules import words
from magistrat.rules.calendar.days import ONE, Country, Day, Regime
from magistrat.rules.city import City, Interval


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The days of a city by the country's calendar, the city's week and its exceptions."""

    country: Country
    city: City
    _days: dict[date, Day] = field(default_factory=dict, compare=False, repr=False)

    def day(self, on: date) -> Day:
        """What kind of day it is.

        :raises CalendarError: before the first day of the calendar.
        """
        known = self._days.get(on)
        if known is None:
            known = self._days[on] = self._judge(on)
        return known

    def is_working(self, on: date) -> bool:
        return self.day(on).working

    def next_working(self, after: date) -> date:
        """The first working day later than this one."""
        return self.add_working(after, 1)

    def previous_working(self, before: date) -> date:
        """The last working day earlier than this one."""
        return self.add_working(before, -1)

    def on_or_next(self, on: date) -> date:
        """This day when it is worked, else the next working one."""
        return on if self.is_working(on) else self.next_working(on)

    def on_or_previous(self, on: date) -> date:
        """This day when it is worked, else the working one before it."""
        return on if self.is_working(on) else self.previous_working(on)

    def add_working(self, start: date, number: int) -> date:
        """The day that is so many working days after ``start`` (before it when negative), ``start`` not counted."""
        step, left, on = (ONE if number >= 0 else -ONE), abs(number), start
        while left:
            on += step
            left -= self.is_working(on)
        return on

    def working_between(self, after: date, until: date) -> int:
        """How many working days lie later than ``after`` up to ``until``; negative when ``until`` is earlier."""
        if until < after:
            return -self.working_between(until, after)
        return sum(self.is_working(after + ONE * step) for step in range(1, (until - after).days + 1))

    def closing(self, on: date) -> datetime | None:
        """The end of working hours on a day (Kyiv time); none on a day off."""
        closes = self.day(on).closes
        return None if closes is None else datetime.combine(on, closes)

    def opening(self, on: date) -> datetime | None:
        """The start of working hours on a day (Kyiv time); none on a day off."""
        opens = self.day(on).opens
        return None if opens is None else datetime.combine(on, opens)

    def start_of(self, on: date) -> datetime:
        """What a bare date means as a moment: the start of its working hours, on a day off the start of the day.

        A day before the calendar (a birthday) is taken by the hours of the week.
        """
        if on >= self.country.start:
            return self.opening(on) or datetime.combine(on, time())
        hours = self.city.week.get(on.weekday())
        return datetime.combine(on, hours[0][0] if hours else time())

    def in_hours(self, at: datetime) -> bool:
        """Whether a moment of Kyiv time lies in working hours: the break does not, opening and closing do."""
        return any(start <= at.time() <= end for start, end in self.day(at.date()).hours)

    def _judge(self, on: date) -> Day:
        regime = self.country.regime(on)
        for exception in self.city.exceptions:
            if exception.date == on:
                hours = (exception.hours or self._week_hours(on)) if exception.working else ()
                return Day(on, exception.working, exception.reason, hours)
        return self._by_holidays(on, regime) if regime.holidays else self._by_week(on, regime)

    def _by_week(self, on: date, regime: Regime) -> Day:
        if on.weekday() not in self.city.week:
            return Day(on, False, f"вихідний день ({words.WEEKDAYS[on.weekday()]})", ())
        name = self.country.holiday(on)
        reason = f"робочий день: «{name}» не є вихідним ({regime.act})" if name else "робочий день"
        return Day(on, True, reason, self.city.week[on.weekday()])

    def _by_holidays(self, on: date, regime: Regime) -> Day:
        country, weekday = self.country, words.WEEKDAYS[on.weekday()]
        if on in country.singles:
            working, reason = country.singles[on]
            return Day(on, working, reason, self._week_hours(on) if working else ())
        if on in country.worked_instead:
            return self._worked_instead(on, regime)
        if name := country.holiday(on):
            return Day(on, False, f"святковий день: {name}", ())
        if on in country.work_moved:
            to, act = country.work_moved[on]
            return Day(on, False, f"вихідний день: роботу перенесено на {words.day(to)} ({act})", ())
        if on in country.rest_moved:
            feast = country.rest_moved[on]
            return Day(on, False, f"вихідний день за свято {words.day(feast)} ({country.holiday(feast)})", ())
        if on.weekday() not in self.city.week:
            return Day(on, False, f"вихідний день ({weekday})", ())
        eve = self._eve(on, regime)
        reason = f"робочий день, скорочений напередодні свята «{eve}»" if eve else "робочий день"
        return Day(on, True, reason, self._shortened(self.city.week[on.weekday()], regime if eve else None))

    def _worked_instead(self, on: date, regime: Regime) -> Day:
        moved, act = self.country.worked_instead[on]
        hours = self._shortened(self._week_hours(moved), regime if self._eve(moved, regime) else None)
        return Day(on, True, f"робочий день замість {words.day(moved)} ({act})", hours)

    def _eve(self, on: date, regime: Regime) -> str:
        return self.country.holiday(on + ONE) if regime.eve_minutes else ""

    def _week_hours(self, on: date) -> tuple[Interval, ...]:
        # A day of rest that is worked keeps the hours of the last weekday before it.
        weekday = on.weekday()
        while weekday not in self.city.week:
            weekday = (weekday - 1) % 7
        return self.city.week[weekday]

    @staticmethod
    def _shortened(hours: tuple[Interval, ...], regime: Regime | None) -> tuple[Interval, ...]:
        if regime is None:
            return hours
        start, end = hours[-1]
        earlier = datetime.combine(date.min, end) - timedelta(minutes=regime.eve_minutes)
        return (*hours[:-1], (start, earlier.time()))
