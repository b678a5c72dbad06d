"""Until when the past year of a paper of long-term effect is told of (DR 8.14)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from magistrat.rules.edition import Edition, Entry


def told_by(edition: Edition, on: date) -> tuple[Entry, date] | None:
    """The entry and the last day to tell of the past year, on a day of the month in which it is told; none on other days.

    A month without a last day of its own (``last_day``, month and day) lasts to its end. The clause names the month, so its
    last day is not moved off a day of rest. A city without the rule, or whose rule names no month, asks nobody.
    """
    entry = edition.get("long_term_report")
    if entry is None or entry.values.get("month") != on.month:
        return None
    last = monthrange(on.year, on.month)[1]
    named = re.fullmatch(rf"{on.month:02}-(\d\d)", entry.values.get("last_day", ""), re.ASCII)
    return entry, on.replace(day=min(int(named[1]) or 1, last) if named else last)
