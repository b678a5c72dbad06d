"""Until when an arrival is to be reviewed and registered, and a registered paper handed on (DR 9.2, 10.1, 10.9, 14.7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from magistrat.documents.models import Document
from magistrat.regulation import queries as regulation
from magistrat.rules import terms
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.moments import local

# In hours, after hours: the second's clause itself names the next working day, so that no shift is added.
REVIEW = (("preliminary_review_day", "arrival_review_day"), ("preliminary_review_after_hours", "arrival_review_after_hours"))
REGISTRATION = (("registration_day",), ("registration_after_hours",))
AT_ONCE = "arrival_review_at_once"
HANDING_ON = ("state_body_documents_to_mayor", "to_mayor_at_once", "urgent_to_leaders", "to_leaders_same_day")


def put_terms(rows: Sequence[Document], *, on: date) -> None:
    """Put `handle_due`, `handle_clause`, `handle_words` on arrivals: of the review, or of the registration after it.

    Empty where the regulation sets no such term; the edition's statement and the calendar's.
    """
    edition, calendar = regulation.rules_on(on), regulation.work_calendar()
    for row in rows:
        entry = _entry(edition, calendar, row)
        row.handle_due, row.handle_clause, row.handle_words = None, "", ""
        if entry is not None and row.arrived_at is not None:
            found = terms.by_entry(entry, row.arrived_at, calendar)
            row.handle_due, row.handle_clause, row.handle_words = found.due, entry.clause, found.explanation


def handing_on(document: Document) -> tuple[date | datetime, str, str] | None:
    """Until when the registered paper is to be with its leader: the end, the clause, the explanation; the edition's statements."""
    edition, calendar = regulation.rules_of(document.edition_id), regulation.work_calendar()
    for key in HANDING_ON:
        entry = edition.get(key)
        if entry is None or entry.term is None or not _covers(entry, document):
            continue
        anchor = document.arrived_at if entry.term.event == "receipt" else document.registered_at
        if anchor is not None:
            found = terms.by_entry(entry, anchor, calendar)
            return found.due, entry.clause, found.explanation
    return None


def _covers(entry: Entry, document: Document) -> bool:
    kinds = entry.values.get("kinds", ())
    return not kinds or document.kind.key in kinds or bool(entry.values.get("urgent") and document.is_urgent)


def _entry(edition: Edition, calendar: WorkCalendar, row: Document) -> Entry | None:
    if row.reviewed_at is None and (at_once := edition.get(AT_ONCE)) and row.kind.key in at_once.values.get("kinds", ()):
        return at_once
    in_hours, after_hours = REVIEW if row.reviewed_at is None else REGISTRATION
    keys = after_hours if row.arrived_at and _is_after_hours(calendar, row.arrived_at) else in_hours
    return next((entry for key in keys if (entry := edition.get(key))), None)


def _is_after_hours(calendar: WorkCalendar, at: datetime) -> bool:
    """Exactly at closing time is still in time (Cabinet resolution 55, item 171)."""
    moment = local(at)
    closing = calendar.closing(moment.date())
    return closing is None or moment > closing
