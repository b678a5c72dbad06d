"""Last days that a law gives, whatever the regulation says (KR 8.12: "according to the legislation in force")."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from magistrat.rules import law, words
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.control.paper import KIND_TERMS, DueDay, Paper, as_day, counted_in_words
from magistrat.rules.edition import Edition
from magistrat.rules.law import Law, Laws
from magistrat.rules.terms import Due
from magistrat.rules.terms import due as count


def cited_law(one: Law) -> str:
    return f"{one.act}, {one.article}"


def anchor_of(kind: str, paper: Paper) -> date | datetime:
    return paper.arrived if kind == "arrival" and paper.arrived is not None else paper.registered


def law_days(edition: Edition, calendar: WorkCalendar, paper: Paper, laws: Laws) -> list[tuple[Law, Due]]:
    """What the laws on documents of this kind say, the strictest first: the law and the counted term."""
    own = edition.get(KIND_TERMS.get(paper.kind, ""))
    cited_by_entry = law.of(laws, (key for key in own.law if key in laws)) if own else ()
    cited = [
        (one, one.on(paper.registered))
        for one in (*cited_by_entry, *law.on_kind(laws, paper.kind))
        if not (one.unless_stated and paper.stated_due)
    ]
    found = [
        (one, count(wording.term, anchor_of(wording.term.anchor, paper), calendar))
        for one, wording in cited
        if wording is not None
    ]
    return sorted(found, key=lambda pair: as_day(pair[1].due))


def longest(edition: Edition, calendar: WorkCalendar, paper: Paper, laws: Laws) -> tuple[Law, date] | None:
    """The last day to which any law lets the term of such a document be extended, and the law; none where none limits it."""
    found = [
        _longest(one, as_day(result.due), calendar, paper, laws)
        for one, result in law_days(edition, calendar, paper, laws)
    ]
    return min(found, key=lambda pair: pair[1], default=None)


def _longest(one: Law, own: date, calendar: WorkCalendar, paper: Paper, laws: Laws) -> tuple[Law, date]:
    """The article that allows to extend, else the law's own day."""
    more = laws.get(one.extended_by)
    wording = more.on(paper.registered) if more else None
    if more is None or wording is None:
        return one, own
    return more, as_day(count(wording.term, anchor_of(wording.term.anchor, paper), calendar).due)


def with_law(found: DueDay, days: list[tuple[Law, Due]]) -> DueDay:
    """The same day beside the law's where that is stricter; the explanation then says both."""
    if not days or as_day(days[0][1].due) >= found.on:
        return found
    one, result = days[0]
    on = as_day(result.due)
    said = (
        f"{found.explanation['explanation']}\nЗа регламентом — {words.day(found.on)}. Закон суворіший: {cited_law(one)} —"
        f" {words.day(on)}. Контроль ведеться за законом. {one.when_late}"
    ).strip()
    return replace(
        found,
        law_on=on,
        law=cited_law(one),
        explanation={"explanation": said, "days": counted_in_words(result)["days"]},
    )
