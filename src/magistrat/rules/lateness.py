"""Late: decided by the day of execution, not by the day on which the paper left the desk (Cabinet resolution 55, item 176)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Work(Protocol):
    """What has a term and, once it is done, a day of execution."""

    due_on: date | None
    done_on: date | None


Found = TypeVar("Found", bound=Work)


def is_late(due_on: date | None, *, done_on: date | None, on: date) -> bool:
    """Whether the term was missed as seen on the day `on`: by the day of execution, or by that day while the work goes on."""
    return due_on is not None and min(done_on or on, on) > due_on


def deciding(works: Iterable[Found]) -> Found | None:
    """The work that decides how a paper stands: the open one whose term is nearest; where all is done, the most late one,
    or, when all of it was in time, the one done last. Of equals the earlier in the order given.
    """
    found = list(works)
    undone = [one for one in found if one.done_on is None]
    if undone:
        return min(undone, key=lambda one: (one.due_on is None, one.due_on or date.max))
    return max(found, key=_when_done, default=None)


def _when_done(work: Work) -> tuple[int, date]:
    assert work.done_on is not None
    days = (work.done_on - work.due_on).days if work.due_on else 0
    return max(days, 0), work.done_on
