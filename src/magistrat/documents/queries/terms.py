"""Until when an arrival is to be reviewed and registered, and a registered paper handed on (DR 9.2, 10.1, 10.9, 14.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from magistrat.documents.models import Document
from magistrat.regulation import queries as regulation
from magistrat.rules import handling, terms
from magistrat.rules.moments import local


def put_terms(rows: Sequence[Document], *, on: date) -> None:
    """Put `handle_due`, `handle_clause`, `handle_words` on arrivals: of the review, or of the registration after it.

    Empty where the regulation sets no such term; the edition's statement and the calendar's.
    """
    edition, calendar = regulation.rules_on(on), regulation.work_calendar()
    for row in rows:
        arrived = local(row.arrived_at) if row.arrived_at else None
        entry = handling.arrival_entry(
            edition, calendar, row.kind.key, arrived, is_reviewed=row.reviewed_at is not None
        )
        row.handle_due, row.handle_clause, row.handle_words = None, "", ""
        if entry is not None and row.arrived_at is not None:
            found = terms.by_entry(entry, row.arrived_at, calendar)
            row.handle_due, row.handle_clause, row.handle_words = found.due, entry.clause, found.explanation


@dataclass(frozen=True)
class Step:
    """A term on the way of a registered paper: what is due, until when, by which clause, and why."""

    label: str
    due: date | datetime
    clause: str
    words: str


def steps(document: Document) -> list[Step]:
    """Until when the registered paper is to be with its leader, considered and with its executors.

    By the edition in which it was registered; the edition's statements and the calendar's.
    """
    edition, calendar, found = regulation.rules_of(document.edition_id), regulation.work_calendar(), list[Step]()
    for label, entry in handling.steps(edition, document.kind.key, is_urgent=document.is_urgent):
        assert entry.term is not None
        anchor = document.arrived_at if entry.term.event == "receipt" else document.registered_at
        if anchor is not None:
            counted = terms.by_entry(entry, anchor, calendar)
            found.append(Step(label, counted.due, entry.clause, counted.explanation))
    return found


def is_after_hours(at: datetime) -> bool:
    """Whether the moment is outside working hours; the calendar's statement."""
    return handling.is_after_hours(regulation.work_calendar(), local(at))
