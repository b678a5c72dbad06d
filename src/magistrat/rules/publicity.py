"""What is published, of what text, by which day, until when people propose.

KR 15.7-15.10, 4.48; DR 4.1, 4.7, 5.3, 6.27, 7.6; Law 2939-VI, art. 15. Pure functions. A paper for official use, an order on
personnel and a closed question are never public, whoever asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from magistrat.rules import act_kinds, act_text, law, terms, words
from magistrat.rules.act_text import ActText
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.law import Laws
from magistrat.rules.personal_data import Parts
from magistrat.rules.refusal import Refusal

RIGHT = "publication.publish_results"
# The entries that name the day of an act's publication, by its kind; the first that the edition has.
DUE = {
    act_kinds.COMMITTEE: ("act_publication", "decision_publication"),
    act_kinds.PROTOCOL: ("act_publication", "decision_publication"),
    act_kinds.ORDER: ("order_publication", "act_publication"),
    act_kinds.COUNCIL: ("council_decision_publication", "act_publication"),
}
COPY = "act_copy_for_publication"
COMMENTS, COMMENTS_LONGEST = "regulatory_comments_period", "regulatory_comments_period_longest"
# How a proposal to a regulatory draft is considered (DR 7.6).
COMMENTS_JUDGED = "regulatory_comments_consideration"


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a publication with its clause and how it was counted."""

    on: date
    clause: str
    explanation: str


def refusal(edition: Edition, kind: str, *, is_restricted: bool) -> Refusal | None:
    """Why an act of the kind is never public; nothing when it may be."""
    clause = clause_of(edition, kind)
    if is_restricted:
        return Refusal(clause, "Документ для службового користування не оприлюднюють.")
    if kind == act_kinds.PERSONNEL_ORDER:
        return Refusal(
            clause, "Розпорядження з кадрових питань не оприлюднюють: воно містить персональні дані працівників."
        )
    return None


def clause_of(edition: Edition, kind: str = act_kinds.COMMITTEE) -> str:
    """The clause by which acts of the kind are published; empty where none speaks of them."""
    entry = _entry(edition, kind)
    return entry.clause if entry else ""


def act_due(edition: Edition, laws: Laws, calendar: WorkCalendar, kind: str, adopted_on: date) -> Due | None:
    """By which day an act adopted (signed, of an order) on the day is published, or a sitting's agenda and minutes."""
    entry = _entry(edition, kind)
    if entry is None:
        return None
    if entry.term is not None:
        found = terms.by_entry(entry, adopted_on, calendar, laws)
        return Due(_day(found.due), entry.clause, found.explanation)
    for one in law.of(laws, entry.law):
        wording = one.on(adopted_on)
        if wording is not None and wording.term.direction == "within":
            found = terms.due(wording.term, adopted_on, calendar, preface=f"{one.act}, {one.article}.")
            said = f"{words.sentence(words.clause(entry.clause))} відсилає до закону. {found.explanation}"
            return Due(_day(found.due), entry.clause, said)
    return None


def copy_due(edition: Edition, calendar: WorkCalendar, adopted_on: date) -> Due | None:
    """By which day the drafter gives the copy without personal data (KR 15.10); nothing where no clause asks."""
    entry = edition.get(COPY)
    if entry is None or entry.term is None:
        return None
    found = terms.by_entry(entry, adopted_on, calendar)
    return Due(_day(found.due), entry.clause, found.explanation)


def proposals_until(
    edition: Edition, calendar: WorkCalendar, *, published_on: date, sitting_on: date, is_regulatory: bool
) -> Due:
    """The last day of proposals: of a regulatory draft by its clause (KR 4.48; DR 7.6), else the day before it is considered.

    No clause names a day for the others: a proposal that comes before the sitting can still be looked at there.
    """
    entry = edition.get(COMMENTS) if is_regulatory else None
    if entry is not None and entry.term is not None:
        found = terms.by_entry(entry, published_on, calendar)
        return Due(_day(found.due), entry.clause, found.explanation)
    last = max(published_on, sitting_on - timedelta(days=1))
    return Due(last, "", "Дня пункт не називає: пропозиції приймають до дня розгляду.")


def proposals_refusal(
    edition: Edition, calendar: WorkCalendar, *, published_on: date, wanted: date, is_regulatory: bool
) -> Refusal | None:
    """Why the day that the drafter sets cannot be the last one of proposals; nothing when it can (DR 7.6).

    He sets one where the clause gives a least and a longest term; elsewhere the day follows from the clause or the sitting.
    """
    least, longest = edition.get(COMMENTS), edition.get(COMMENTS_LONGEST)
    if not is_regulatory or least is None or longest is None or least.term is None or longest.term is None:
        clause = least.clause if least and is_regulatory else ""
        return Refusal(clause, "Останнього дня пропозицій до цього проєкту розробник не встановлює.")
    first = _day(terms.by_entry(least, published_on, calendar).due)
    last = _day(terms.by_entry(longest, published_on, calendar).due)
    if wanted < first:
        return least.refusal(f"Пропозиції приймають щонайменше до {words.day(first)}.")
    if wanted > last:
        return longest.refusal(f"Пропозиції приймають щонайдовше до {words.day(last)}.")
    return None


def of_act(text: ActText, titles: act_text.Titles, *, with_note: bool = False) -> list[tuple[str, str]]:
    """The text part by part as the public reads it, without its title.

    :param titles: posts as they are printed. :param with_note: with the explanatory note, of a draft.
    """
    found = [("", text.stating), ("", text.ordering)]
    found += [
        (f"{point.label}.", words.sentence(act_text.sentence(point, titles))) for point in act_text.walk(text.points)
    ]
    found += [(words.sentence(act_text.annex_name(one)), act_text.annex_words(one)) for one in text.annexes]
    if with_note:
        found.append(("Пояснювальна записка", text.note))
    return [(label, said.strip()) for label, said in found if said.strip()]


@dataclass(frozen=True, slots=True)
class Read:
    """A public text by what its parts are: what it says first, the words that begin the points, points and annexes by labels."""

    stating: tuple[str, ...]
    ordering: str
    points: tuple[tuple[str, str], ...]
    annexes: tuple[tuple[str, str], ...]


def read(parts: Sequence[Sequence[str]]) -> Read:
    """The parts of a published act (as `of_act` made them) by what they are: for the paper that is set of them."""
    first = [said for label, said in parts if not label]
    # One alone is the stating part, unless it ends as only ordering words do.
    ordering = first.pop() if len(first) > 1 or (first and first[0].rstrip().endswith(":")) else ""
    labelled = [(label, said) for label, said in parts if label]
    return Read(
        tuple(line.strip() for said in first for line in said.split("\n") if line.strip()),
        ordering,
        tuple((label, said) for label, said in labelled if label[0].isdigit()),
        tuple((label, said) for label, said in labelled if not label[0].isdigit()),
    )


def of_version(parts: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """The labelled parts of a version whose kind nobody reads otherwise, without its title."""
    return [(label if label != act_text.STATING else "", said) for label, said in parts if label != act_text.TITLE]


def whole(title: str, parts: Parts) -> list[tuple[str, str]]:
    """What is looked through: the title first."""
    return [("", title), *parts]


def _entry(edition: Edition, kind: str) -> Entry | None:
    return next((one for key in DUE.get(kind, ()) if (one := edition.get(key)) is not None), None)


def _day(end: date | datetime) -> date:
    return end.date() if isinstance(end, datetime) else end
