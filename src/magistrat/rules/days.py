"""Days as a leader names them in a resolution: typed in short or chosen among the usual ones. Kyiv days."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from magistrat.rules.calendar import WorkCalendar

_DATE = re.compile(r"(\d{1,2})[.,/\- ](\d{1,2})(?:[.,/\- ](\d{4}|\d{2}))?(?: ?р)?\.?")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})?(?: ?р)?\.?")
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


def typed(text: str, on: date, calendar: WorkCalendar) -> date | None:
    """The day that the text names: «12.03» or «1203» (the next such day), «12.03.2026», «10» days ahead, «5р» working ones.

    Days ahead end on a working day. Nothing for an empty text.

    :raises ValueError: when the text names no day, or several at once: 111 is 1.11, 11.1 and 111 days ahead, «+111» only these.
    """
    text = text.strip().lower()
    if not text:
        return None
    if found := _ISO.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DATE.fullmatch(text) or _DIGITS.fullmatch(text):
        return _named(int(found[1]), int(found[2]), found[3], on)
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


def _named(day: int, month: int, year: str | None, on: date) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this = date(on.year, month, day)
    return this if this >= on else date(on.year + 1, month, day)


def quick(on: date, calendar: WorkCalendar) -> list[Quick]:
    """The usual terms counted from the day."""
    return [Quick(short, label, typed(short, on, calendar) or on) for short, label in QUICK]


def next_repeat(due_on: date, repeats: str, day: int, calendar: WorkCalendar) -> date:
    """The next day of a task that repeats each month, quarter or year by the day of the month (or the month's last day).

    :param repeats: a key of `MONTHS`. Where the day is not worked, the next working day.
    """
    base = due_on.replace(day=1)
    if due_on.day < _in_month(base, day).day:
        # The day before was moved over the month's end, so its own month is the one before.
        base = months_later(base, -1)
    return calendar.on_or_next(_in_month(months_later(base, MONTHS[repeats]), day))


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
