"""Late is decided by the day of execution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from magistrat.rules import lateness


@dataclass
class Work:
    name: str
    due_on: date | None
    done_on: date | None = None


def march(day: int | None) -> date | None:
    return date(2026, 3, day) if day else None


@pytest.mark.parametrize(
    ("due", "done", "seen", "late"),
    [
        (20, None, 20, False),  # the last day lasts to its end
        (20, None, 21, True),
        (20, 20, 25, False),  # done in time, looked at later
        (20, 21, 25, True),
        (20, 25, 20, False),  # seen on a day before the execution
        (None, None, 25, False),
        (None, 25, 25, False),
    ],
)
def test_late(due, done, seen, late):
    assert lateness.is_late(march(due), done_on=march(done), on=march(seen)) is late


@pytest.mark.parametrize(
    ("works", "which"),
    [
        ([], None),
        ([("a", 20, None), ("b", 10, None)], "b"),  # the nearest term of what goes on
        ([("a", None, None), ("b", 10, None)], "b"),  # what has no term comes last
        ([("a", 5, 9), ("b", 20, None)], "b"),  # what goes on, though another was late
        ([("a", 10, 10), ("b", 20, 15)], "b"),  # all in time: the last done
        ([("a", 10, 12), ("b", 20, 25), ("c", 30, 31)], "b"),  # the most late
        ([("a", 10, 12), ("b", 20, 20)], "a"),  # late before in time
        ([("a", 10, 12), ("b", 10, 12)], "a"),
        ([("a", None, 12), ("b", 10, 9)], "a"),
    ],
)
def test_what_decides(works, which):
    found = lateness.deciding(Work(name, march(due), march(done)) for name, due, done in works)
    assert (found.name if found else None) == which
