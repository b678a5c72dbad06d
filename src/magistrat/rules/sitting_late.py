"""A draft that comes too late for its sitting: what it missed, and who still lets it in (KR 4.17, 4.26; DR 4.13, 6.8-6.10).

Pure functions over an edition; a city without a key has no such way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from magistrat.rules import terms
from magistrat.rules.sitting_deeds import DELIVERY, Matter, Sitting
from magistrat.rules.sitting_way import Count, Last, day, last_of

PERMITS, FINANCE = "permits", "finance_head"
LEAVE, VOTE = "leave", "vote"


@dataclass(frozen=True, slots=True)
class Way:
    """How a late question may still be let in.

    :param code: `LEAVE` of whom the clause names, `VOTE` in the hall; ``until``: its own last day, where the clause names one.
    """

    code: str
    key: str
    clause: str
    message: str
    until: date | None = None


def missed(lasts: Iterable[Last], *, delivered_on: date) -> Last | None:
    """The last day of delivery that was missed by a draft delivered on the day; nothing when it came in time."""
    last = last_of(lasts, DELIVERY)
    return last if last is not None and last.is_late(done_on=delivered_on, today=delivered_on) else None


def ways_in(count: Count, sitting: Sitting, matter: Matter) -> tuple[Way, ...]:
    """How a late question may still come before the committee (KR 4.26; DR 6.8, 6.9, 6.10)."""
    return tuple(_ways(count, sitting, matter))


def _ways(count: Count, sitting: Sitting, matter: Matter) -> Iterator[Way]:
    urgent = count.edition.get("late_items_inclusion")
    if urgent is not None and urgent.term is not None and _is_urgent(matter):
        until = day(terms.by_entry(urgent, sitting.on, count.calendar).due)
        yield Way(LEAVE, urgent.key, urgent.clause, urgent.meaning, until)
    leave = count.edition.get("late_items_permission")
    if leave is not None:
        yield Way(LEAVE, leave.key, leave.clause, leave.meaning)
    vote = count.edition.get("additional_items_vote")
    if vote is not None:
        yield Way(VOTE, vote.key, vote.clause, vote.meaning)


def _is_urgent(matter: Matter) -> bool:
    """Brought in by the finance department, or a permit (DR 6.9)."""
    return FINANCE in matter.roles or PERMITS in matter.flags
