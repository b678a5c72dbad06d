"""Until when another term may be asked for (KR 8.13; DR 8.10), and how late it may be by the law."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from magistrat.rules import words
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.control.by_law import cited_law, law_days, longest
from magistrat.rules.control.duty import names, part_entry
from magistrat.rules.control.paper import KIND_TERMS, Paper, as_day
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.law import Law, Laws
from magistrat.rules.refusal import Refusal
from magistrat.rules.terms import due as count


def ahead(entry: Entry, calendar: WorkCalendar, deadline: date) -> date:
    """The last day of a deed that must come before a deadline (co-executors' information, a request to extend)."""
    assert entry.term is not None
    return as_day(count(entry.term, deadline, calendar).due)


def last_day_to_ask(
    edition: Edition, calendar: WorkCalendar, due_on: date, *, is_part: bool = False
) -> tuple[Entry, date]:
    """By when another term may be asked for, and by which entry: so long before (DR 8.10), else until the term (KR 8.13).

    :param is_part: of a part of a task, whose term is an inner one: whoever gave it sets it anew (KR 7.11; DR 10.17).
    """
    if is_part and (own := part_entry(edition)):
        return own, due_on
    entry = edition.get("extension_request")
    if entry is not None and entry.term is not None:
        return entry, ahead(entry, calendar, due_on)
    return edition.entry("deadline_change"), due_on


def missed_refusal(edition: Edition, due_on: date, on: date, *, is_part: bool = False) -> Refusal | None:
    """Why a term is not changed once it has passed, where it is changed only before that (KR 8.13; DR 8.10).

    :param is_part: as in `last_day_to_ask`.
    """
    entry = edition.entry("deadline_change")
    if is_part or entry.values.get("before") != "deadline" or on <= due_on:
        return None
    return entry.refusal(f"Строк {words.day(due_on)} уже минув: змінити його можна лише до того, як він спливе.")


def proposal_entry(edition: Edition, kind: str, roles: Iterable[str]) -> Entry | None:
    """The entry by which leaders of these roles may propose another term of such a document (KR 8.20.10)."""
    entry = names(edition, "extension_proposal", kind)
    return entry if entry and any(grant.roles.intersection(roles) for grant in entry.grants) else None


def too_late_by_law(
    edition: Edition, calendar: WorkCalendar, paper: Paper, new_due_on: date, laws: Laws
) -> Refusal | None:
    """Why a law does not let the term of such a document be extended to the day."""
    found = longest(edition, calendar, paper, laws)
    if found is None or new_due_on <= found[1]:
        return None
    one, last = found
    own = edition.get(f"{KIND_TERMS.get(paper.kind, '')}_extended") or edition.entry("deadline_change")
    return Refusal(own.clause, f"Закон не дозволяє строку, пізнішого за {words.day(last)}: {cited_law(one)}.")


def passed_law(
    edition: Edition, calendar: WorkCalendar, paper: Paper, due_on: date, laws: Laws
) -> tuple[date, Law] | None:
    """The strictest day that a law gives for such a document, and the law, when the day is later."""
    days = law_days(edition, calendar, paper, laws)
    if not days or as_day(days[0][1].due) >= due_on:
        return None
    return as_day(days[0][1].due), days[0][0]
