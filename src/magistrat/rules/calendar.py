"""The work calendar of a city: which days are worked, by which hours and why. Knows no edition; Europe/Kyiv."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from magistrat.rules import city as cities
from magistrat.rules import toml, words
from magistrat.rules.city import City, Interval
from magistrat.rules.form import Fields

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


def load(country: str, city: str, *, country_file: str = "calendar.toml", city_file: str = "city.toml") -> WorkCalendar:
    """A city's calendar from the texts of the country's ``calendar.toml`` and the city's ``city.toml``.

    :raises FormError: naming file, table, field and reason.
    """
    return WorkCalendar(load_country(country, country_file), cities.load(city, city_file))


def load_country(text: str, file: str = "calendar.toml") -> Country:
    """Read ``calendar.toml``.

    :raises FormError: naming file, table, field and reason.
    """
    fields = Fields(file, "", toml.parse(text, file))
    rest = {}
    for table in (Fields(file, "rest_moved", item) for item in fields.tables("rest_moved")):
        rest[table.take("to", date)] = table.take("holiday", date)
        table.done()
    moved = {}
    for table in (Fields(file, "work_moved", item) for item in fields.tables("work_moved")):
        moved[table.take("day", date)] = (table.take("to", date), table.take("act", str))
        table.done()
    country = Country(
        start=fields.take("from", date),
        source=fields.take("source", str),
        regimes=_regimes(fields),
        yearly=_yearly(fields),
        feasts=_feasts(fields),
        rest_moved=rest,
        work_moved=moved,
        singles=_singles(fields),
        worked_instead={to: (day, act) for day, (to, act) in moved.items()},
    )
    fields.done()
    if not country.regimes or country.regimes[0].start > country.start:
        raise fields.error("regime", "перший порядок має діяти з першого дня календаря")
    return country


def _regimes(fields: Fields) -> tuple[Regime, ...]:
    regimes = []
    for table in (Fields(fields.file, "regime", item) for item in fields.tables("regime")):
        regimes.append(
            Regime(
                start=table.take("from", date),
                holidays=table.take("holidays", bool),
                eve_minutes=table.take("eve_shortened_minutes", int),
                act=table.take("act", str),
            )
        )
        table.done()
    return tuple(sorted(regimes, key=lambda regime: regime.start))


def _yearly(fields: Fields) -> dict[tuple[int, int], tuple[tuple[str, int, int], ...]]:
    yearly: dict[tuple[int, int], tuple[tuple[str, int, int], ...]] = {}
    for table in (Fields(fields.file, "holiday", item) for item in fields.tables("holiday")):
        month, day = table.take("day", str).split("-")
        named = (
            table.take("name", str),
            table.take("from", int, date.min.year),
            table.take("until", int, date.max.year),
        )
        table.done()
        key = (int(month), int(day))
        yearly[key] = (*yearly.get(key, ()), named)
    return yearly


def _feasts(fields: Fields) -> dict[date, str]:
    feasts = {}
    for table in (Fields(fields.file, "feast", item) for item in fields.tables("feast")):
        name = table.take("name", str)
        feasts.update(dict.fromkeys(table.take("dates", list), name))
        table.done()
    return feasts


def _singles(fields: Fields) -> dict[date, tuple[bool, str]]:
    singles = {}
    for table in (Fields(fields.file, "single", item) for item in fields.tables("single")):
        singles[table.take("date", date)] = (table.take("working", bool), table.take("reason", str))
        table.done()
    return singles
