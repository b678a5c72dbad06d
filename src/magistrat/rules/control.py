"""Control of execution: what must be on control, by when a document is to be executed, who may change it.

Pure functions over an edition. The keys by which they ask are the same in every city; a city without a key has no such
rule (KR VIII; DR 8-10; Cabinet resolution 55, items 170-176).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from magistrat.rules import law, limits, words
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.law import Law, Laws
from magistrat.rules.refusal import Refusal
from magistrat.rules.terms import CountedDay, Due
from magistrat.rules.terms import due as count

NO_LAWS: Laws = MappingProxyType({})
RESOLUTION_KEYS = ("term_in_resolution", "control_by_resolution")
# Kinds of documents whose term the regulation gives in a clause of its own.
KIND_TERMS = {"citizen_appeal": "appeal_execution", "information_request": "information_reply"}
# Kinds whose last day is given by a law, whatever the regulation says (KR 8.12: "according to the legislation in force").
KIND_LAWS = {
    "peoples_deputy_request": ("national_deputy_request_15",),
    "peoples_deputy_address": ("national_deputy_appeal_16",),
    "councillor_request": ("local_deputy_appeal_13",),
}
SET_MISSING_TERM = "control.set_missing_term"


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


def names(edition: Edition, key: str, kind: str) -> Entry | None:
    """The entry of this key when it is about documents of this kind."""
    return edition.get(key) if kind in kinds(edition, key) else None


def obligatory(edition: Edition, kind: str, *, sender: str = "", author_roles: Iterable[str] = ()) -> Entry | None:
    """The entry by which a document must be on control, if there is one.

    By its kind (KR 8.3, 5.45.3.2; DR 8.3); an appeal whose result a central body waits for (DR 26.10); an executive body's
    paper with a leader's resolution (DR 9.3).

    :param sender: the kind of the correspondent; :param author_roles: those of the resolution's author.
    """
    if entry := names(edition, "control_obligatory", kind) or names(edition, "councillor_addresses", kind):
        return entry
    appeal = names(edition, "appeals_on_control", kind)
    if appeal and sender in appeal.values.get("to_kinds", ()):
        return appeal
    resolved = names(edition, "resolution_to_control_unit", kind)
    return resolved if resolved and set(resolved.values.get("author_roles", ())) & set(author_roles) else None


def usual(edition: Edition, kind: str) -> Entry | None:
    """The entry by which documents of this kind come on control as a rule: the page proposes it (KR 8.20.2)."""
    return names(edition, "acts_on_control", kind)


def information_mark(edition: Edition, text: str) -> Entry | None:
    """The entry by which a resolution of these words is only for information and brings no control (DR 10.19)."""
    entry = edition.get("info_marks")
    marks = entry.values.get("marks", ()) if entry else ()
    return entry if text.strip(' .!«»"').lower() in {mark.lower() for mark in marks} else None


def leader_refusal(edition: Edition, kind: str, roles: Iterable[str]) -> Refusal | None:
    """Why a post of these roles may not control a higher body's paper (DR 8.4); nothing when it may."""
    entry = names(edition, "higher_controllers", kind)
    if entry is None or set(entry.values.get("leader_roles", ())) & set(roles):
        return None
    return entry.refusal("Виконання документів вищих органів контролює керівництво за розподілом обов'язків.")


def own_control(edition: Edition, kind: str, roles: Iterable[str]) -> Entry | None:
    """The entry by which a body's own officer keeps control in his body (DR 8.15) or over the acts it drafted (KR 8.20.4)."""
    by_kind = names(edition, "drafters_control", kind)
    for entry in filter(None, (by_kind, edition.get("department_control"))):
        if any(grant.right == "control.set" and grant.roles & set(roles) for grant in entry.grants):
            return entry
    return None


def main_executor(edition: Edition, kind: str) -> Entry | None:
    """The entry by which the first named is main (KR 7.11, 8.20.8; DR 10.17, of drafts 4.3, 5.4)."""
    by_kind = (names(edition, key, kind) for key in ("main_drafter_of_decision", "main_drafter_of_order"))
    point = edition.get("main_executor_of_point") if kind == "instruction" else None
    return next(filter(None, (*by_kind, point, edition.get("main_executor_first"))), None)


def by_points(edition: Edition, kind: str) -> Entry | None:
    """The entry by which documents of this kind are watched as a whole and by separate points (KR 8.11)."""
    return names(edition, "control_by_points", kind)


def comes_off_by_points(edition: Edition, kind: str) -> Entry | None:
    """The entry by which points come off control one by one, and the document with the last of them (KR 8.11, 8.20.13)."""
    return names(edition, "protocol_removed_with_last_point", kind) or by_points(edition, kind)


def only_source_removes(edition: Edition, kind: str) -> Entry | None:
    """The entry by which only the body that made the document takes it off control (KR 8.15), if there is one."""
    return names(edition, "removal_by_source_only", kind)


def source_letter_removes(edition: Edition, kind: str) -> Entry | None:
    """The entry by which a letter of the body that made the document takes it off control (KR 8.15; DR 8.12)."""
    return only_source_removes(edition, kind) or _with_ground(edition, kind, "source_letter")


def information_removes(edition: Edition, kind: str) -> Entry | None:
    """The entry by which the document comes off control once its information has been sent (DR 8.12, 9.7)."""
    return _with_ground(edition, kind, "information_sent")


def _with_ground(edition: Edition, kind: str, ground: str) -> Entry | None:
    entry = names(edition, "higher_removed_after_information", kind)
    return entry if entry and ground in entry.values.get("grounds", ()) else None


def submit_refusal(edition: Edition, kind: str) -> Refusal | None:
    """Why the case of such a document, or a point of it, is never submitted to the leader: he may not take it off (KR 8.15)."""
    source = only_source_removes(edition, kind)
    if source is None:
        return None
    return source.refusal(
        "Справу не подають керівникові: документ органу виконавчої влади знімає з контролю лише орган, що його створив, своїм"
        " листом."
    )


def assistant_controls(edition: Edition, kind: str, roles: Iterable[str]) -> bool:
    """Whether the leader's secretary keeps control of documents of this kind, instructions (KR 8.20.16), and is one of these."""
    entry = names(edition, "instructions_by_assistant", kind)
    return entry is not None and bool(set(entry.values.get("control_roles", ())) & set(roles))


def write_off_refusal(
    edition: Edition, kind: str, *, roles: Iterable[str], is_author: bool, author: str, is_submitted: bool
) -> Refusal | None:
    """Why the actor may not write the document off to its file now, beside his right to do so at all.

    :param is_author: whether he is the author of the resolution, `author` that post's title (DR 10.22).
    :param is_submitted: whether the case has been submitted to the leader (KR 8.14; Cabinet 55, item 174).
    """
    if source := only_source_removes(edition, kind):
        return source.refusal(
            "Не можна зняти з контролю: документ органу виконавчої влади знімає лише орган, що його створив."
        )
    if not is_submitted:
        entry = edition.get("write_off_to_file") or edition.entry("removal_by_leader")
        return entry.refusal(
            "Документ списують до справи після того, як спеціаліст з контролю подасть справу про виконання."
        )
    higher = names(edition, "removal_by_mayor", kind)
    if higher:
        may = set(higher.values.get("decider_roles", ())) & set(roles)
        return (
            None
            if may
            else higher.refusal("Документ органу виконавчої влади знімають з контролю за резолюцією міського голови.")
        )
    by_author = edition.get("write_off_by_author")
    if by_author and not is_author:
        return by_author.refusal(f"Напис «До справи» робить автор резолюції: {author}.")
    return None


def removal_clause(edition: Edition, kind: str) -> str:
    """The clause by which a leader takes a document of this kind off control."""
    found = (
        names(edition, "removal_by_mayor", kind),
        names(edition, "removal_consent", kind),
        names(edition, "removal_of_local", kind),
        edition.get("write_off_by_author"),
        edition.get("removal_by_leader"),
        edition.get("write_off_to_file"),
    )
    return next((entry.clause for entry in found if entry), "")


def pages_refusal(edition: Edition, kind: str, pages: int | None) -> Refusal | None:
    """Why a report of so many pages is too long (DR 8.8); nothing when it is not."""
    entry = names(edition, "information_pages", kind)
    if not entry or not pages or limits.judge(entry, pages, "pages").is_allowed:
        return None
    limit = limits.number(entry)
    counted = words.plural(limit, "сторінки", "сторінок", "сторінок")
    return entry.refusal(f"Обсяг інформації не може перевищувати {limit} {counted}.")


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
        return _with_law(found, _law_days(edition, calendar, paper, laws))
    days = _law_days(edition, calendar, paper, laws)
    if found is not None or not days:
        return found or _ask_author(edition, paper.kind)
    one, result = days[0]
    explained = _explained(result)
    explained["explanation"] = " ".join(filter(None, (explained["explanation"], one.when_late)))
    return DueDay(_day(result.due), _urgent_clause(edition), explained, _day(result.due), _cited(one))


def _cited(one: Law) -> str:
    return f"{one.act}, {one.article}"


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
        entry = _resolution_entry(edition)
        return Refusal(entry.clause, "Строк виконання не може бути раніший за день реєстрації документа.", entry.words)
    if paper.stated_due is None and (refusal := _only_mayor_sets(edition, paper, roles, is_set=True)):
        return refusal
    setter = edition.get("term_setter")
    by_setter = setter is not None and any(grant.roles & roles for grant in setter.grants)
    return _plain(edition, calendar, set_on, "Строк установлено резолюцією.", setter if by_setter else None)


def brought_in_day(edition: Edition, on: date, sentence: str) -> DueDay:
    """A day that the books kept before tell: it stands as it is, under the clause by which resolutions set terms."""
    return DueDay(on, _resolution_entry(edition).clause, {"explanation": sentence, "days": []})


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


def _resolution_entry(edition: Edition) -> Entry:
    return next(entry for key in RESOLUTION_KEYS if (entry := edition.get(key)))


def _plain(edition: Edition, calendar: WorkCalendar, on: date, sentence: str, entry: Entry | None = None) -> DueDay:
    """A named day; where it is not worked, the next working one (Cabinet resolution 55, item 171)."""
    last = calendar.on_or_next(on)
    if last != on:
        sentence += f" {words.day_and_weekday(on)} — неробочий день, тому строк спливає {words.day_and_weekday(last)}."
    clause = (entry or _resolution_entry(edition)).clause
    return DueDay(last, clause, {"explanation": sentence, "days": []})


def _counted(entry: Entry, calendar: WorkCalendar, paper: Paper) -> DueDay:
    """The entry's term from its own event: arrival for what counts from arrival, else registration."""
    assert entry.term is not None
    result = count(entry.term, _anchor(entry.term.anchor, paper), calendar, clause=entry.clause)
    return DueDay(_day(result.due), entry.clause, _explained(result))


def _anchor(kind: str, paper: Paper) -> date | datetime:
    return paper.arrived if kind == "arrival" and paper.arrived is not None else paper.registered


def _explained(result: Due) -> dict[str, Any]:
    return {"explanation": result.explanation, "days": [_shown(day) for day in result.days]}


def _shown(day: CountedDay) -> dict[str, object]:
    return {"date": day.date.isoformat(), "counted": day.counted, "n": day.n, "reason": day.reason}


def _law_days(edition: Edition, calendar: WorkCalendar, paper: Paper, laws: Laws) -> list[tuple[Law, Due]]:
    """What the laws on documents of this kind say, the strictest first: the law and the counted term."""
    own = edition.get(KIND_TERMS.get(paper.kind, ""))
    keys = [*(own.law if own else ()), *KIND_LAWS.get(paper.kind, ())]
    cited = [
        (one, one.on(paper.registered))
        for one in law.of(laws, (key for key in keys if key in laws))
        if not (one.unless_stated and paper.stated_due)
    ]
    found = [
        (one, count(wording.term, _anchor(wording.term.anchor, paper), calendar))
        for one, wording in cited
        if wording is not None
    ]
    return sorted(found, key=lambda pair: _day(pair[1].due))


def _with_law(found: DueDay, days: list[tuple[Law, Due]]) -> DueDay:
    """The same day beside the law's where that is stricter; the explanation then says both."""
    if not days or _day(days[0][1].due) >= found.on:
        return found
    one, result = days[0]
    on = _day(result.due)
    said = (
        f"{found.explanation['explanation']}\nЗа регламентом — {words.day(found.on)}. Закон суворіший: {_cited(one)} —"
        f" {words.day(on)}. Контроль ведеться за законом. {one.when_late}"
    ).strip()
    return replace(
        found, law_on=on, law=_cited(one), explanation={"explanation": said, "days": _explained(result)["days"]}
    )


def _day(end: date | datetime) -> date:
    return end.date() if isinstance(end, datetime) else end


def ahead(entry: Entry, calendar: WorkCalendar, deadline: date) -> date:
    """The last day of a deed that must come before a deadline (co-executors' information, a request to extend)."""
    assert entry.term is not None
    return _day(count(entry.term, deadline, calendar).due)


def control_role(edition: Edition, kind: str) -> str:
    """The role by whose unit documents of this kind are controlled, where several units share the work (DR 8.6)."""
    entry = edition.get("control_units")
    shares = entry.values.items() if entry else ()
    return next((role for role, shared in shares if isinstance(shared, tuple) and kind in shared), "control_specialist")


def co_executor_entry(edition: Edition, kind: str) -> Entry | None:
    """The entry that says how long before the term co-executors inform the main one (KR 8.20.8, 12.8), if there is one."""
    return names(edition, "co_executor_input", kind)


def last_day_to_ask(edition: Edition, calendar: WorkCalendar, due_on: date) -> tuple[Entry, date]:
    """By when another term may be asked for, and by which entry: so long before (DR 8.10), else until the term (KR 8.13)."""
    entry = edition.get("extension_request")
    if entry is not None and entry.term is not None:
        return entry, ahead(entry, calendar, due_on)
    return edition.entry("deadline_change"), due_on
