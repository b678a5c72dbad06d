"""The way to a sitting: by which day each thing must be done, counted backward from its day.

KR 4.7-4.10, 4.14, 4.17, 4.21, 4.23, 4.24, 4.33, 15.7; DR 4.7, 4.13, 4.14, 6.2, 6.16. Pure functions over an edition;
a city without a key has no such step. Where clauses contradict one another each day stands by its own clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from magistrat.rules import law, terms, words
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.law import Laws
from magistrat.rules.moments import local
from magistrat.rules.sitting_deeds import (
    AGREED,
    AT_RISK,
    COPIES,
    DELIVERY,
    LABELS,
    MEMBERS,
    OF_BUDGET,
    OF_QUESTION,
    OF_SITTING,
    ORDER,
    PRESS,
    PUBLIC,
    PUBLICATION,
    REVIEW,
    TO_MAYOR,
    WEBSITE,
    Matter,
    Sitting,
    keys,
)

CLIPPED = "Документи розглядають до засідання, тож останній день – сам день засідання."
SAME_DAY = "{} Це сам день засідання."
UNTIL_ORDER = "{} День рахують від розпорядження про скликання, а його ще не зазначено."
NO_DAY = "{} Дня пункт не називає: зробити це слід до засідання."


@dataclass(frozen=True, slots=True)
class Last:
    """The last day of a deed by its clause; ``on`` is nothing where the clause names no day.

    :param explanation: the days counted one by one, in Ukrainian; ``key``: of the edition's entry.
    """

    deed: str
    label: str
    key: str
    entry: str
    clause: str
    meaning: str
    on: date | None
    explanation: str

    def is_late(self, *, done_on: date | None, today: date) -> bool:
        """Whether the day was missed, by the day of the deed, or by today while it is not done."""
        return self.on is not None and (done_on or today) > self.on

    def is_soon(self, today: date, within: int = 7) -> bool:
        """Whether no more than so many days are left, and the day has not passed."""
        return self.on is not None and 0 <= (self.on - today).days <= within


@dataclass(frozen=True, slots=True)
class Count:
    """What days are counted with."""

    edition: Edition
    calendar: WorkCalendar
    laws: Laws = field(default_factory=dict)


def of_sitting(count: Count, sitting: Sitting) -> tuple[Last, ...]:
    """The last days of what is done for the sitting itself, in the order of the days, those without a day last."""
    found = [last for deed in OF_SITTING for last in _lasts(count, sitting, deed, Matter())]
    return tuple(sorted(found, key=_order))


def of_question(count: Count, sitting: Sitting, matter: Matter) -> tuple[Last, ...]:
    """The last days of what is done with a question, in the order in which it is done."""
    return tuple(last for deed in OF_QUESTION for last in _lasts(count, sitting, deed, matter))


def whole(count: Count, sitting: Sitting) -> tuple[Last, ...]:
    """All last days on the way to the sitting, each once, by their days: what the head of the board shows."""
    found = {(last.deed, last.key): last for last in of_sitting(count, sitting)}
    for matter in (Matter(), Matter(flags=frozenset({PUBLIC, OF_BUDGET}))):
        for last in of_question(count, sitting, matter):
            found.setdefault((last.deed, last.key), last)
    return tuple(sorted(found.values(), key=_order))


def last_of(lasts: Iterable[Last], deed: str) -> Last | None:
    """The strictest day of a deed among these; nothing when no clause speaks of it."""
    found = [last for last in lasts if last.deed == deed]
    return min(found, key=_order, default=None)


def published_by(count: Count, asked_at: datetime) -> tuple[date, str, str] | None:
    """By when a draft is to be published whose proposal came at the moment: day, clause, explanation (KR 15.7)."""
    entry, later = count.edition.get("act_draft_publication"), count.edition.get("act_draft_publication_late")
    if entry is None or entry.term is None:
        return None
    came, hour = local(asked_at), entry.term.cutoff
    if later is not None and hour is not None and came.time() > hour and count.calendar.is_working(came.date()):
        entry = later
    found = terms.by_entry(entry, asked_at, count.calendar)
    return day(found.due), entry.clause, found.explanation


# ── which entries speak of a deed ───────────────────────────────────────────────────────────────────────────────────


def _lasts(count: Count, sitting: Sitting, deed: str, matter: Matter) -> Iterator[Last]:
    if deed == REVIEW:
        yield from _review(count, sitting, matter)
    elif deed == PUBLICATION:
        yield from _publication(count, sitting, matter)
    else:
        for key in keys(deed, sitting, matter, count.edition):
            if entry := count.edition.get(key):
                yield _counted(count, sitting, deed, entry)


def _counted(count: Count, sitting: Sitting, deed: str, entry: Entry) -> Last:
    if entry.values.get("on") == "meeting_date":
        return _last(deed, entry, sitting.on, SAME_DAY.format(_headed(entry)))
    if entry.term is None:
        return _last(deed, entry, None, NO_DAY.format(_headed(entry)))
    if deed == WEBSITE:
        return _since_order(count, sitting, entry)
    found = terms.by_entry(entry, sitting.on, count.calendar, count.laws)
    return _last(deed, entry, day(found.control), found.explanation)


def _since_order(count: Count, sitting: Sitting, entry: Entry) -> Last:
    """Counted from the day of the order, once it is there; never past the sitting (DR 6.16)."""
    if sitting.called_on is None:
        return _last(WEBSITE, entry, None, UNTIL_ORDER.format(_headed(entry)))
    found = terms.by_entry(entry, sitting.called_on, count.calendar, count.laws)
    return _last(WEBSITE, entry, min(day(found.due), sitting.on), found.explanation)


def _review(count: Count, sitting: Sitting, matter: Matter) -> Iterator[Last]:
    """Two days from the delivery (KR 4.21), of a draft not delivered yet from the last day of its delivery."""
    entry = count.edition.get("documents_preview")
    if entry is None or entry.term is None:
        return
    delivered = matter.delivered_on
    if delivered is None:
        last = last_of(_lasts(count, sitting, DELIVERY, matter), DELIVERY)
        delivered = last.on if last and last.on else sitting.on
    found = terms.by_entry(entry, delivered, count.calendar)
    end, said = day(found.due), found.explanation
    if end > sitting.on:
        end, said = sitting.on, f"{said}\n{CLIPPED}"
    yield _last(REVIEW, entry, end, said)


def _publication(count: Count, sitting: Sitting, matter: Matter) -> Iterator[Last]:
    """KR 15.7: every draft, or by the law alone where a service's term would be broken; DR 4.1: by the law."""
    if not matter.has_draft:
        return
    entry = count.edition.get("act_draft_publication_proposal")
    if entry is not None and AT_RISK not in matter.flags:
        yield _counted(count, sitting, PUBLICATION, entry)
        return
    by_law = entry or count.edition.get("decision_publication")
    if by_law is not None and (entry is not None or PUBLIC in matter.flags):
        yield from _by_law(count, sitting, by_law)


def _by_law(count: Count, sitting: Sitting, entry: Entry) -> Iterator[Last]:
    for one in law.of(count.laws, entry.law):
        wording = one.on(sitting.on)
        if wording is None or wording.term.direction != "before":
            continue
        found = terms.due(wording.term, sitting.on, count.calendar, preface=f"{one.act}, {one.article}.")
        said = f"{words.sentence(words.clause(entry.clause))} відсилає до закону. {found.explanation}"
        yield _last(PUBLICATION, entry, day(found.due), said)


def _last(deed: str, entry: Entry, on: date | None, explanation: str) -> Last:
    return Last(deed, LABELS[deed], entry.key, entry.id, entry.clause, entry.meaning, on, explanation)


def _headed(entry: Entry) -> str:
    return f"{words.sentence(words.clause(entry.clause))}. {entry.meaning}"


def _order(last: Last) -> tuple[date, int]:
    deeds = (*OF_QUESTION[:2], ORDER, COPIES, WEBSITE, *OF_QUESTION[2:], AGREED, TO_MAYOR, MEMBERS, PRESS)
    return last.on or date.max, deeds.index(last.deed)


def day(end: date | datetime) -> date:
    return end.date() if isinstance(end, datetime) else end
