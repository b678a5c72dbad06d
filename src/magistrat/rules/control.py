"""Control of execution: what must be on control, by when a document is to be executed, who may change it.

Pure functions over an edition. The keys by which they ask are the same in every city; a city without a key has no such
rule (KR VIII; DR 8-10; Cabinet resolution 55, items 170-176).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.law import Law
from magistrat.rules.refusal import Refusal
from magistrat.rules.terms import CountedDay
from magistrat.rules.terms import due as count

RESOLUTION_CLAUSES = ("term_in_resolution", "control_by_resolution")
# Kinds of documents whose term the regulation gives in a clause of its own.
KIND_TERMS = {"citizen_appeal": "appeal_execution", "information_request": "information_reply"}


@dataclass(frozen=True)
class Paper:
    """What the rules of control need to know of a document; times are Kyiv wall-clock."""

    kind: str
    arrived: datetime | None
    registered: date
    is_urgent: bool = False
    stated_due: date | None = None


@dataclass(frozen=True)
class DueDay:
    """A last day with the clause that gives it and its explanation, day by day."""

    on: date
    clause: str
    explanation: Mapping[str, Any]
    law_on: date | None = None
    law: str = ""

    @property
    def control_on(self) -> date:
        """The day by which control goes: the law's where it is stricter."""
        return min(self.on, self.law_on) if self.law_on else self.on


def kinds(edition: Edition, key: str) -> frozenset[str]:
    """The document kinds that the entry of this key names in its values."""
    entry = edition.get(key)
    return frozenset(entry.values.get("kinds", ())) if entry else frozenset()


def obligatory(edition: Edition, kind: str) -> Entry | None:
    """The entry by which a document of this kind must be on control (KR 8.3; DR 8.3), if there is one."""
    entry = edition.get("control_obligatory")
    return entry if entry and kind in kinds(edition, "control_obligatory") else None


def only_source_removes(edition: Edition, kind: str) -> Entry | None:
    """The entry by which only the body that made the document takes it off control (KR 8.15), if there is one."""
    entry = edition.get("removal_by_source_only")
    return entry if entry and kind in kinds(edition, "removal_by_source_only") else None


def due_day(
    edition: Edition,
    calendar: WorkCalendar,
    paper: Paper,
    *,
    set_on: date | None,
    author_roles: frozenset[str],
    laws: Mapping[str, Law] | None = None,
) -> DueDay | Refusal:
    """The day by which a document is to be executed, or why it cannot be told.

    :param set_on: the day that the resolution's author sets, if he does.
    :param author_roles: roles of the resolution's author: some missing terms only the mayor sets (DR 8.3).
    """
    if set_on is not None:
        return _set_by_author(edition, paper, set_on, author_roles)
    if paper.stated_due is not None:
        return _plain(edition, paper.stated_due, "Строк зазначено в самому документі.")
    if entry := _term_of(edition, paper):
        return _counted(entry, calendar, paper, laws or {})
    if refusal := _only_mayor_sets(edition, paper, author_roles):
        return refusal
    if entry := edition.get("execution_default"):
        return _counted(entry, calendar, paper, laws or {})
    return _ask_author(edition)


def _term_of(edition: Edition, paper: Paper) -> Entry | None:
    """The term of an urgent paper, or of a kind that has a clause of its own."""
    urgent = edition.get("execution_urgent") if paper.is_urgent else None
    return urgent or edition.get(KIND_TERMS.get(paper.kind, ""))


def _ask_author(edition: Edition) -> Refusal:
    entry = edition.get("execution_urgent")
    clause = entry.clause if entry else ""
    return Refusal(
        clause,
        "Зазначте строк виконання: Регламент не встановлює типового строку для документа, у якому строк не зазначено",
        entry.words if entry else "",
    )


def _set_by_author(edition: Edition, paper: Paper, set_on: date, roles: frozenset[str]) -> DueDay | Refusal:
    if set_on < paper.registered:
        entry = _resolution_entry(edition)
        return Refusal(entry.clause, "Строк виконання не може бути раніший за день реєстрації документа", entry.words)
    if paper.stated_due is None and (refusal := _only_mayor_sets(edition, paper, roles)):
        return refusal
    return _plain(edition, set_on, "Строк установлено резолюцією.")


def _only_mayor_sets(edition: Edition, paper: Paper, roles: frozenset[str]) -> Refusal | None:
    entry = edition.get("missing_term_higher")
    if entry is None or paper.kind not in kinds(edition, "missing_term_higher"):
        return None
    refusal = edition.may("control.set_missing_term", roles)
    if refusal is None:
        return None
    return Refusal(
        entry.clause, "Строк у документі вищого органу, де його не зазначено, установлює особисто міський голова", entry.words
    )


def _resolution_entry(edition: Edition) -> Entry:
    return next(entry for key in RESOLUTION_CLAUSES if (entry := edition.get(key)))


def _plain(edition: Edition, on: date, sentence: str) -> DueDay:
    entry = _resolution_entry(edition)
    return DueDay(on, entry.clause, {"text": sentence, "days": []})


def _counted(entry: Entry, calendar: WorkCalendar, paper: Paper, laws: Mapping[str, Law]) -> DueDay:
    """The entry's term from its own event: arrival for what counts from arrival, else registration."""
    assert entry.term is not None
    arrived = entry.term.anchor == "arrival" and paper.arrived is not None
    anchor = paper.arrived if arrived and paper.arrived else paper.registered
    cited = [laws[key] for key in entry.law if key in laws]
    result = count(entry.term, anchor, calendar, clause=entry.clause, laws=cited)
    by_law = result.by_law
    return DueDay(
        on=_day(result.due),
        clause=entry.clause,
        explanation={"text": result.explanation, "days": [_shown(day) for day in result.days]},
        law_on=_day(by_law.due) if by_law else None,
        law=f"{by_law.law.act}, {by_law.law.article}" if by_law else "",
    )


def _shown(day: CountedDay) -> dict[str, object]:
    return {"date": day.date.isoformat(), "counted": day.counted, "n": day.n, "reason": day.reason}


def _day(end: date | datetime) -> date:
    return end.date() if isinstance(end, datetime) else end


def ahead(entry: Entry, calendar: WorkCalendar, deadline: date) -> date:
    """The last day of a deed that must come before a deadline (co-executors' information, a request to extend)."""
    assert entry.term is not None
    return _day(count(entry.term, deadline, calendar).due)
