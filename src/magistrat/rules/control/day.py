"""By when a document is to be executed: by a clause, by the author of the resolution, by an act (KR 8.12, 8.20.2; DR 8.2, 8.3)."""

from __future__ import annotations

from datetime import date

from magistrat.rules import words
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.control.by_law import anchor_of, cited_law, law_days, with_law
from magistrat.rules.control.duty import names, usual
from magistrat.rules.control.paper import KIND_TERMS, NO_LAWS, DueDay, Paper, as_day, counted_in_words
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.law import Laws
from magistrat.rules.refusal import Refusal
from magistrat.rules.terms import due as count

RESOLUTION_KEYS = ("term_in_resolution", "control_by_resolution")
SET_MISSING_TERM = "control.set_missing_term"


def due_day(
    edition: Edition,
    calendar: WorkCalendar,
    paper: Paper,
    *,
    set_on: date | None,
    author_roles: frozenset[str],
    laws: Laws = NO_LAWS,
) -> DueDay | Refusal:
    """The day by which a document is to be executed, or why it cannot be told.

    :param set_on: the day that the resolution's author sets, if he does.
    :param author_roles: roles of the resolution's author: some missing terms only the mayor sets (DR 8.3).
    """
    found = _by_clause(edition, calendar, paper, set_on, author_roles)
    if isinstance(found, DueDay):
        return with_law(found, law_days(edition, calendar, paper, laws))
    days = law_days(edition, calendar, paper, laws)
    if found is not None or not days:
        return found or _ask_author(edition, paper.kind)
    one, result = days[0]
    explained = counted_in_words(result)
    explained["explanation"] = " ".join(filter(None, (explained["explanation"], one.when_late)))
    return DueDay(as_day(result.due), _urgent_clause(edition), explained, as_day(result.due), cited_law(one))


def _by_clause(
    edition: Edition, calendar: WorkCalendar, paper: Paper, set_on: date | None, roles: frozenset[str]
) -> DueDay | Refusal | None:
    """By the author's day, the document's own, its kind's clause, the mayor's right, the common term: in this order."""
    if set_on is not None:
        return _set_by_author(edition, calendar, paper, set_on, roles)
    if paper.stated_due is not None:
        return _plain(edition, calendar, paper.stated_due, "Строк зазначено в самому документі.")
    urgent = edition.get("execution_urgent") if paper.is_urgent else None
    if entry := urgent or edition.get(KIND_TERMS.get(paper.kind, "")):
        return _counted(entry, calendar, paper)
    if refusal := _only_mayor_sets(edition, paper, roles, is_set=False):
        return refusal
    if entry := edition.get("execution_default"):
        return _counted(entry, calendar, paper)
    return None


def _urgent_clause(edition: Edition) -> str:
    """KR 8.12 also sends to the law for what is not urgent."""
    entry = edition.get("execution_urgent")
    return entry.clause if entry else ""


def _ask_author(edition: Edition, kind: str) -> Refusal:
    if order := names(edition, "order_report_term", kind):
        return order.refusal("Зазначте строк надання інформації про виконання розпорядження.")
    entry = edition.get("execution_urgent")
    return Refusal(
        entry.clause if entry else "",
        "Зазначте строк виконання: у документі його немає, а Регламент не встановлює для нього типового строку.",
        entry.words if entry else "",
    )


def _set_by_author(
    edition: Edition, calendar: WorkCalendar, paper: Paper, set_on: date, roles: frozenset[str]
) -> DueDay | Refusal:
    if set_on < paper.registered:
        entry = resolution_entry(edition)
        return Refusal(entry.clause, "Строк виконання не може бути раніший за день реєстрації документа.", entry.words)
    if paper.stated_due is None and (refusal := _only_mayor_sets(edition, paper, roles, is_set=True)):
        return refusal
    setter = edition.get("term_setter")
    by_setter = setter is not None and any(grant.roles & roles for grant in setter.grants)
    return _plain(edition, calendar, set_on, "Строк установлено резолюцією.", setter if by_setter else None)


def brought_in_day(edition: Edition, on: date, sentence: str) -> DueDay:
    """A day that the books kept before tell: it stands as it is, under the clause by which resolutions set terms."""
    return DueDay(on, resolution_entry(edition).clause, {"explanation": sentence, "days": []})


def act_entry(edition: Edition, kind: str) -> Entry:
    """The entry by which an act with tasks and days comes on control of itself (KR 8.20.2; DR 8.2)."""
    known = usual(edition, kind) or edition.get("registered_documents_on_control")
    return known or edition.get("control_by_resolution") or edition.entry("term_in_resolution")


def act_day(edition: Edition, calendar: WorkCalendar, kind: str, on: date, sentence: str) -> DueDay:
    """A day that stands in a point of our own act, under the clause by which acts come on control."""
    return _plain(edition, calendar, on, sentence, act_entry(edition, kind))


def _only_mayor_sets(edition: Edition, paper: Paper, roles: frozenset[str], *, is_set: bool) -> Refusal | None:
    """A term missing in a higher body's paper is set by the mayor himself (DR 8.3): nobody else, and not by itself."""
    entry = names(edition, "missing_term_higher", paper.kind)
    if entry is None:
        return None
    if edition.may(SET_MISSING_TERM, roles) is not None:
        return entry.refusal(
            "Строк, якого немає в документі вищого органу, розглядає і встановлює особисто міський голова."
        )
    return None if is_set else entry.refusal("Установіть строк виконання: у документі вищого органу його не зазначено.")


def resolution_entry(edition: Edition) -> Entry:
    """The entry by which a resolution sets a term."""
    return next(entry for key in RESOLUTION_KEYS if (entry := edition.get(key)))


def _plain(edition: Edition, calendar: WorkCalendar, on: date, sentence: str, entry: Entry | None = None) -> DueDay:
    return named_day(calendar, on, sentence, (entry or resolution_entry(edition)).clause)


def named_day(calendar: WorkCalendar, on: date, sentence: str, clause: str) -> DueDay:
    """A named day; where it is not worked, the next working one (Cabinet resolution 55, item 171)."""
    last = calendar.on_or_next(on)
    if last != on:
        sentence += f" {words.day_and_weekday(on)} — неробочий день, тому строк спливає {words.day_and_weekday(last)}."
    return DueDay(last, clause, {"explanation": sentence, "days": []})


def _counted(entry: Entry, calendar: WorkCalendar, paper: Paper) -> DueDay:
    """The entry's term from its own event: arrival for what counts from arrival, else registration."""
    assert entry.term is not None
    result = count(entry.term, anchor_of(entry.term.anchor, paper), calendar, clause=entry.clause)
    return DueDay(as_day(result.due), entry.clause, counted_in_words(result))
