"""Kinds of acts, the rights that are asked for them, a last day with the clause that gives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from magistrat.rules import terms
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Entry

ORDERS = frozenset({"order", "personnel-order"})
COUNCIL, DECISIONS = "council-decision", ("committee-decision", "protocol-decision")
SIGN_ORDER, SIGN_DECISION, SIGN_COUNCIL = "acts.sign_order", "acts.sign_decision", "acts.sign_council_decision"
SIGN_ANNEX, SEND, COPY = "acts.sign_annex", "act.send", "act.copy"


@dataclass(frozen=True, slots=True)
class Last:
    """A last day and the clause that gives it."""

    on: date
    clause: str


def last_of(entry: Entry | None, calendar: WorkCalendar, since: date) -> Last | None:
    if entry is None or entry.term is None:
        return None
    end = terms.by_entry(entry, since, calendar).due
    return Last(end.date() if isinstance(end, datetime) else end, entry.clause)
