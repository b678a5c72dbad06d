"""A city: its name, the hours of its working week and its own single days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from magistrat.rules import stationery as printing
from magistrat.rules import toml
from magistrat.rules.form import Fields, hour

WEEKDAY_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Interval = tuple[time, time]
NOTHING_PRINTED = printing.Stationery({})


@dataclass(frozen=True, slots=True)
class SingleDay:
    """A single day on which the city works or rests otherwise than its week and the country's calendar say."""

    date: date
    working: bool
    reason: str
    hours: tuple[Interval, ...] | None


@dataclass(frozen=True, slots=True)
class City:
    """A city's slug, name, hours by weekday (0 is Monday; Kyiv time), exceptions, and what it prints on."""

    slug: str
    name: str
    week: Mapping[int, tuple[Interval, ...]]
    exceptions: tuple[SingleDay, ...]
    stationery: printing.Stationery = NOTHING_PRINTED


def load(text: str, file: str = "city.toml") -> City:
    """Read ``city.toml``.

    :raises FormError: naming file, field and reason.
    """
    fields = Fields(file, "", toml.parse(text, file))
    slug, name = fields.take("slug", str), fields.take("name", str)
    week = _week(fields)
    exceptions = tuple(_exception(file, table) for table in fields.tables("exception"))
    printed = printing.read(fields)
    fields.done()
    return City(slug, name, week, exceptions, printed)


def _week(fields: Fields) -> dict[int, tuple[Interval, ...]]:
    hours = Fields(fields.file, "hours", fields.take("hours", dict))
    breaks = Fields(fields.file, "break", fields.take("break", dict, {}))
    week = {}
    for number, key in enumerate(WEEKDAY_KEYS):
        whole, rest = _interval(hours, key), _interval(breaks, key)
        if whole is not None:
            week[number] = _around(whole, rest)
    hours.done()
    breaks.done()
    if not week:
        raise fields.error("hours", "потрібен хоча б один робочий день тижня")
    return week


def _interval(fields: Fields, key: str) -> Interval | None:
    text = fields.optional(key, str)
    if text is None:
        return None
    start, _, end = text.partition("-")
    try:
        interval = (hour(start), hour(end))
    except ValueError as wrong:
        raise fields.error(key, str(wrong)) from None
    if interval[0] >= interval[1]:
        raise fields.error(key, f"початок не раніший за кінець: «{text}»")
    return interval


def _around(whole: Interval, rest: Interval | None) -> tuple[Interval, ...]:
    return (whole,) if rest is None else ((whole[0], rest[0]), (rest[1], whole[1]))


def _exception(file: str, table: object) -> SingleDay:
    fields = Fields(file, "exception", table)
    on, working = fields.take("date", date), fields.take("working", bool)
    reason = fields.take("reason", str)
    hours, rest = _interval(fields, "hours"), _interval(fields, "break")
    fields.done()
    return SingleDay(on, working, reason, None if hours is None else _around(hours, rest))
