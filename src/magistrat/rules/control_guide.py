"""What the regulation says of a document's control, for its page; and what control does each month and quarter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from magistrat.rules import control
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.days import months_later
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.terms import by_entry

# Said of documents whose kind the entry names, in its values or as its object.
BY_KIND = (
    "control_card",
    "council_decisions_control",
    "councillor_proposals",
    "instructions_protocol",
    "protocol_decision_visas",
    "session_workplan_control",
    "drafters_control",
)
OF_INSTRUCTIONS = ("instructions_by_assistant", "instructions_information", "protocol_removed_with_last_point")
# Whatever repeats, or follows an event, in the work of control.
DUTIES = (
    "control_report",
    "control_schedule",
    "discipline_report",
    "councillor_proposals_summary",
    "removal_act",
    "councillor_remarks",
)


@dataclass(frozen=True, slots=True)
class Duty:
    """What control does each period, and the last day of the present one; none where it follows an event."""

    entry: Entry
    due: date | None


def said_of(edition: Edition, kind: str, *, has_points: bool, is_off: bool) -> list[Entry]:
    """The entries that a page shows beside a document's control, in the order of the regulation's clauses."""
    return sorted(_said_of(edition, kind, has_points, is_off), key=lambda entry: _order(entry.clause))


def _said_of(edition: Edition, kind: str, has_points: bool, is_off: bool) -> Iterator[Entry]:
    for key in BY_KIND:
        entry = edition.get(key)
        if entry and kind in (*entry.values.get("kinds", ()), *entry.values.get("document_kinds", ()), entry.object):
            yield entry
    if kind == "instruction":
        yield from filter(None, map(edition.get, OF_INSTRUCTIONS))
    if has_points and (entry := edition.get("points_consolidated")):
        yield entry
    if is_off:
        yield from _said_after(edition, kind)


def _said_after(edition: Edition, kind: str) -> Iterator[Entry]:
    """Which day it came off (DR 10.22), and that an act stays in force (KR 8.20.12)."""
    if entry := edition.get("removal_date"):
        yield entry
    if control.names(edition, "removal_consent", kind) and (entry := edition.get("removal_ends_control_only")):
        yield entry


def _order(clause: str) -> list[int]:
    return [int(part) for part in clause.split(".") if part.isdecimal()]


def duties(edition: Edition, calendar: WorkCalendar, on: date) -> list[Duty]:
    """What this city's control does each month and quarter, with the end of the present period, the nearest first."""
    found = [Duty(entry, _next(entry, calendar, on)) for key in DUTIES if (entry := edition.get(key))]
    return sorted(found, key=lambda duty: (duty.due is None, duty.due or on, duty.entry.clause))


def _next(entry: Entry, calendar: WorkCalendar, on: date) -> date | None:
    """The first last day that has not passed: counted from the first days of the period before and of the present one."""
    term = entry.term
    if term is None or term.direction != "every" or term.number is None or term.unit != "months":
        return None
    first = on.replace(month=(on.month - 1) // term.number * term.number + 1, day=1)
    for begins in (months_later(first, -term.number), first):
        due = by_entry(entry, begins, calendar).due
        if type(due) is date and due >= on:
            return due
    return None


def outsider(edition: Edition) -> Entry | None:
    """What is said when the main executor is nobody of the executive committee (KR 8.9)."""
    return edition.get("outside_main_executor")
