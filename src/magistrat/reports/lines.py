"""A line of a list that a figure opens, whatever the figure counts: a task, a document on control, a point of it, a document."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any


@dataclass(frozen=True)
class Line:
    """What the list shows of one thing counted.

    Of a document that the person may not open `about` is empty, and nothing tells how its term was counted.
    """

    document: Any
    about: str
    detail: str = ""
    who: str = ""
    department: str = ""
    due_on: date | None = None
    due_clause: str = ""
    due_explanation: Any = None
    done_on: date | None = None
    state: str = ""
    state_on: date | None = None
    is_seen: bool = True
    place: str = ""


def of_task(task: Any, seen: AbstractSet[int]) -> Line:
    """A task with its term and the day of execution."""
    return _line(
        task.document, seen, detail=task.text, who=task.executor.title, department=task.department.name, due_on=task.due_on,
        due_clause=task.due_clause, due_explanation=task.due_explanation, done_on=task.done_on,
        state=task.get_state_display(), state_on=task.done_on, place=f"task-{task.pk}",
    )  # fmt: skip


def of_control(control: Any, seen: AbstractSet[int]) -> Line:
    """A document on control or taken off it, also at an earlier time."""
    return _line(
        control.document, seen, detail=control.reason, who=control.leader.title if control.leader else "",
        due_on=control.due_on, due_clause=control.due_clause, due_explanation=control.due_explanation,
        done_on=control.executed_on, state=control.get_state_display(), state_on=control.off_on, place="control",
    )  # fmt: skip


def of_point(point: Any, seen: AbstractSet[int]) -> Line:
    """A point that comes off control by itself."""
    task = point.task
    return _line(
        point.control.document, seen, detail=f"п. {point.number}: {task.text}", who=task.executor.title,
        department=task.department.name, due_on=point.due_on, due_clause=task.due_clause,
        due_explanation=task.due_explanation, done_on=point.executed_on, state=point.get_state_display(),
        state_on=point.off_on, place=f"point-{point.pk}",
    )  # fmt: skip


def of_document(document: Any, seen: AbstractSet[int]) -> Line:
    """A registered document."""
    sender = document.correspondent.name if document.correspondent else ""
    return _line(document, seen, detail=sender, state=document.get_state_display())


def _line(document: Any, seen: AbstractSet[int], *, detail: str, **more: Any) -> Line:
    if document.pk not in seen:
        # By which law and from which day a term is counted gives away what the paper is.
        return Line(document, "", **(more | {"due_clause": "", "due_explanation": None}), is_seen=False)
    return Line(document, document.summary, detail, **more)


@dataclass(frozen=True)
class Listed:
    """How things of one kind are listed.

    :param line: from the thing and the ids of documents that the person may open; :param document: of the thing.
    :param counted: its forms beside a number.
    """

    line: Callable[[Any, AbstractSet[int]], Line]
    document: Callable[[Any], Any]
    counted: str


TASKS = Listed(of_task, attrgetter("document"), "завдання,завдання,завдань")
CONTROLS = Listed(of_control, attrgetter("document"), "документ,документи,документів")
POINTS = Listed(of_point, attrgetter("control.document"), "пункт,пункти,пунктів")
DOCUMENTS = Listed(of_document, lambda document: document, "документ,документи,документів")
