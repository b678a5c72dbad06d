"""Days as people name them: typed in short, with or without a year, or chosen among a leader's usual terms. Kyiv days."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from magistrat.rules.calendar import WorkCalendar

_DAY = re.compile(
    r"(\d{1,2})[.,/\- ]?(\d{2})(?:[.,/\- ]?(\d{4}|\d{2}))?|(\d{1,2})[.,/\- ](\d{1,2})(?:[.,/\- ](\d{4}|\d{2}))?"
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_AHEAD = re.compile(r"\+?(\d{1,3}) ?(р|рд|роб)?\.?")
QUICK = (("3р", "3 робочі дні"), ("5р", "5 робочих днів"), ("10", "10 днів"), ("15", "15 днів"), ("30", "30 днів"))
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Quick:
    """A usual term: what is typed for it, how it is called, the day that it gives."""

    typed: str
    label: str
    on: date


class Bare(Enum):
    """Which day is meant by one without a year."""

    LAST = "the last such day that has come: of what has been written, has arrived, has been missed"
    NEXT = "the next such day to come: of a term that is set"
    NEAREST = "the one nearest to today, of two as near the later one: of terms that are looked for"


def named(text: str, on: date, bare: Bare) -> date | None:
    """The day that the text names, with or without its year: «12.03», «1203», «12.03.26», «12032026», «2026-03-12».

    Nothing when it names none, or may mean several: 111 is 1.11 and 11.1.

    :param on: today; :param bare: which day is meant without a year.
    :raises ValueError: when there is no such day, as 31.04.
    """
    if iso := _ISO.fullmatch(text.strip()):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if (found := _parts(text)) is None:
        return None
    day, month, year = found
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    return such(day, month, on, bare)


def is_bare(text: str) -> bool:
    """Whether the text names a day without a year."""
    found = _parts(text)
    return found is not None and not found[2]


def _parts(text: str) -> tuple[int, int, str] | None:
    text = text.strip().lower().rstrip("р. ")
    found = _DAY.fullmatch(text)
    if found is None or (text.isdecimal() and len(text) % 2):
        return None
    day, month, year = found.group(1, 2, 3) if found[1] else found.group(4, 5, 6)
    return int(day), int(month), year or ""


def such(day: int, month: int, on: date, bare: Bare) -> date:
    """The day of the month that is meant on the day `on`.

    :raises ValueError: none of the years beside has such a day.
    """
    years = range(on.year - 1, on.year + 2) if 1 <= month <= 12 else ()
    around = [date(year, month, day) for year in years if 1 <= day <= monthrange(year, month)[1]]
    if bare is not Bare.NEAREST:
        around = [one for one in around if one == on or (one < on) is (bare is Bare.LAST)]
    if not around:
        raise ValueError(f"{day:02}.{month:02} не є днем")
    return min(around, key=lambda one: (abs(one - on), one < on))


def in_order(first: date, last: date, *, texts: tuple[str, str], bare: Bare) -> tuple[date, date]:
    """The first and the last day of a span; one without a year that stands the wrong way round is of another year.

    Of what has come (`Bare.LAST`) the last day is sought after the first, of terms the first day before the last; 29.02 stays
    where no year beside has it, then the other one is moved, and with a year of its own it stays, too.

    :param texts: as the two were typed.
    """
    since, until = texts
    if first <= last:
        return first, last
    later = _moved(until, first, Bare.NEXT) if bare is Bare.LAST or not is_bare(since) else None
    if later is not None:
        return first, later
    return _moved(since, last, Bare.LAST) or first, last


def _moved(text: str, beside: date, bare: Bare) -> date | None:
    """The day without a year on that side of the other; nothing when it has a year, or no year near has such a day."""
    try:
        return named(text, beside, bare) if is_bare(text) else None
    except ValueError:
        return None


def typed(text: str, on: date, calendar: WorkCalendar, bare: Bare = Bare.NEXT) -> date | None:
    """The day that the text names: «12.03» or «1203», «12.03.2026», «10» days ahead, «5р» working ones.

    Days ahead end on a working day. Nothing for an empty text.

    :param bare: which day is meant without a year.
    :raises ValueError: when the text names no day, or several at once: 111 is 1.11, 11.1 and 111 days ahead, «+111» only these.
    """
    text = text.strip().lower()
    if not text:
        return None
    if day := named(text, on, bare):
        return day
    if _is_ambiguous(text):
        raise ValueError(f"«{text}» є кількома днями")
    if found := _AHEAD.fullmatch(text):
        number = int(found[1])
        return calendar.add_working(on, number) if found[2] else calendar.on_or_next(on + timedelta(days=number))
    raise ValueError(f"«{text}» не є днем")


def _is_ambiguous(text: str) -> bool:
    """Whether three bare digits, which count days ahead, may as well be a day and its month."""
    if not re.fullmatch(r"\d{3}", text, re.ASCII):
        return False
    read = ((int(text[:1]), int(text[1:])), (int(text[:2]), int(text[2:])))
    return any(1 <= month <= 12 and 1 <= day <= 31 for day, month in read)


def quick(on: date, calendar: WorkCalendar) -> list[Quick]:
    """The usual terms counted from the day."""
    return [Quick(short, label, typed(short, on, calendar) or on) for short, label in QUICK]


class Period(NamedTuple):
    """A period of what repeats: its day of the month, and its term, which is later where that day is not worked."""

    on: date
    due: date


def next_repeat(on: date, repeats: str, day: int, calendar: WorkCalendar) -> Period:
    """The period after the one of the day `on`, of a task that repeats by the day of the month (or the month's last day).

    :param on: as `period_day` tells it; :param repeats: a key of `MONTHS`.
    """
    following = _in_month(months_later(on.replace(day=1), MONTHS[repeats]), day)
    return Period(following, calendar.on_or_next(following))


def period_day(due_on: date, day: int, calendar: WorkCalendar) -> date:
    """The day of the month of which this is the term; the term itself where its author has set another one."""
    base = due_on.replace(day=1)
    if due_on.day < _in_month(base, day).day:
        # A term moved over the month's end is of the month before.
        base = months_later(base, -1)
    on = _in_month(base, day)
    return on if calendar.on_or_next(on) == due_on else due_on


def first_repeat(on: date, repeats: str, day: int, calendar: WorkCalendar) -> date:
    """The first day after `on`: of this or a later month; of a month that begins a quarter; of a January."""
    base = on.replace(day=1)
    while (base.month - 1) % MONTHS[repeats] or (last := calendar.on_or_next(_in_month(base, day))) <= on:
        base = months_later(base, 1)
    return last


def _in_month(first: date, day: int) -> date:
    return first.replace(day=min(day, monthrange(first.year, first.month)[1]))


def month_of(on: date) -> tuple[date, date]:
    """The first and the last day of the month."""
    return on.replace(day=1), _in_month(on.replace(day=1), 31)


def months_later(first: date, months: int) -> date:
    """The first day of a month so many months later."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)
