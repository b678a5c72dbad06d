"""Until when the past year of a paper of long-term effect is told of (DR 8.14)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition, Entry


def told_by(edition: Edition, on: date, calendar: WorkCalendar) -> tuple[Entry, date] | None:
    """The entry and the last day to tell of the past year, on a day of the month in which it is told; none on other days.

    A month without a last day of its own (``last_day``, month and day) lasts to its end. The last day is moved off a day of
    rest as that of any term, and until it is over it is told of, in the next month too. A city without the rule, or whose rule
    names no month, asks nobody.
    """
    entry = edition.get("long_term_report")
    month = entry.values.get("month", 0) if entry else 0
    if entry is None or month not in range(1, 13):
        return None
    end = monthrange(on.year, month)[1]
    named = re.fullmatch(rf"{month:02}-(\d\d)", entry.values.get("last_day", ""), re.ASCII)
    last = date(on.year, month, min(int(named[1]) or 1, end) if named else end)
    last = last if calendar.is_working(last) else calendar.next_working(last)
    return (entry, last) if on.month == month or last.replace(day=1) <= on <= last else None
