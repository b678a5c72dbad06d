"""Until when another term may be asked for (KR 8.13; DR 8.10)."""

from __future__ import annotations

from datetime import date

from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.control.paper import as_day
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.terms import due as count


def ahead(entry: Entry, calendar: WorkCalendar, deadline: date) -> date:
    """The last day of a deed that must come before a deadline (co-executors' information, a request to extend)."""
    assert entry.term is not None
    return as_day(count(entry.term, deadline, calendar).due)


def last_day_to_ask(edition: Edition, calendar: WorkCalendar, due_on: date) -> tuple[Entry, date]:
    """By when another term may be asked for, and by which entry: so long before (DR 8.10), else until the term (KR 8.13)."""
    entry = edition.get("extension_request")
    if entry is not None and entry.term is not None:
        return entry, ahead(entry, calendar, due_on)
    return edition.entry("deadline_change"), due_on
