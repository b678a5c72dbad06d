"""What the author of a resolution writes, before it becomes a resolution with tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Assignee:
    """A post named in a resolution; an empty `part` is decided by the order (KR 7.11; DR 10.17)."""

    post: int
    part: str = ""


@dataclass(frozen=True)
class Point:
    """A point of a resolution: what, who, by when. A plain resolution has one point without a number.

    :param due_on: the day that the author sets; none lets the regulation say it.
    :param repeats: "month", "quarter" or "year", by `repeat_day` of the month (KR 8.11).
    """

    text: str
    assignees: Sequence[Assignee]
    number: str = ""
    due_on: date | None = None
    repeats: str = ""
    repeat_day: int | None = None


@dataclass(frozen=True)
class Draft:
    """A resolution as written.

    :param document: id; :param parent_task: id of the task that a sub-resolution splits.
    :param on_blank: written on a special blank, since the original bears one already (DR 10.16).
    :param known: id of the newest resolution that the author knew of, on the document or of the task that is split, 0 for
        none; without it nobody is told of one that was written meanwhile.
    :param scan: id of the document's file with the handwritten resolution.
    """

    document: int
    text: str
    points: Sequence[Point] = field(default_factory=tuple)
    put_on_control: bool = False
    is_long_term: bool = False
    on_blank: bool = False
    scan: int | None = None
    parent_task: int | None = None
    known: int | None = None
