"""Until when an arrival is to be reviewed and registered, and a registered paper handed on (DR 9.2, 10.1, 10.9, 14.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from magistrat.documents.models import Document
from magistrat.regulation import queries as regulation
from magistrat.rules import terms
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.moments import local

# In hours, after hours: the second's clause itself names the next working day, so that no shift is added.
REVIEW = (
    ("preliminary_review_day", "arrival_review_day"),
    ("preliminary_review_after_hours", "arrival_review_after_hours"),
)
REGISTRATION = (("registration_day",), ("registration_after_hours",))
AT_ONCE = "arrival_review_at_once"
# By these an arrival waits for its review or registration.
HANDLING = frozenset({AT_ONCE, *(key for group in (*REVIEW, *REGISTRATION) for key in group)})
# The first entry of a step that covers the paper gives its term.
STEPS = (
    (
        "Передати на розгляд",
        ("to_mayor_at_once", "urgent_to_leaders", "state_body_documents_to_mayor", "to_leaders_same_day"),
    ),
    ("Розгляд міським головою", ("mayor_reviews_higher",)),
    ("Довести до виконавців", ("bring_to_executors",)),
)


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
    for label, keys in STEPS:
        rules = (
            rule for key in keys if (rule := edition.get(key)) and rule.term is not None and _covers(rule, document)
        )
        rule = next(rules, None)
        if rule is None or rule.term is None:
            continue
        anchor = document.arrived_at if rule.term.event == "receipt" else document.registered_at
        if anchor is not None:
            counted = terms.by_entry(rule, anchor, calendar)
            found.append(Step(label, counted.due, rule.clause, counted.explanation))
    return found


def _covers(entry: Entry, document: Document) -> bool:
    kinds = entry.values.get("kinds", ())
    return not kinds or document.kind.key in kinds or bool(entry.values.get("urgent") and document.is_urgent)


def _entry(edition: Edition, calendar: WorkCalendar, row: Document) -> Entry | None:
    if (
        row.reviewed_at is None
        and (at_once := edition.get(AT_ONCE))
        and row.kind.key in at_once.values.get("kinds", ())
    ):
        return at_once
    in_hours, after_hours = REVIEW if row.reviewed_at is None else REGISTRATION
    keys = after_hours if row.arrived_at and _is_after_hours(calendar, row.arrived_at) else in_hours
    return next((entry for key in keys if (entry := edition.get(key))), None)


def is_after_hours(at: datetime) -> bool:
    """Whether the moment is outside working hours; the calendar's statement."""
    return _is_after_hours(regulation.work_calendar(), at)


def _is_after_hours(calendar: WorkCalendar, at: datetime) -> bool:
    """Exactly at closing time is still in time (Cabinet resolution 55, item 171)."""
    moment = local(at)
    closing = calendar.closing(moment.date())
    return closing is None or moment > closing
