"""Tasks and control of an act of our own: its points say who does what by when, nobody writes a resolution (KR 8.20; DR 8.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from magistrat.documents.models import Document
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules import days
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.tasks.actions import deeds, giving, texts, watching
from magistrat.tasks.draft import Point
from magistrat.tasks.models import Resolution, Task

TEXT = "До виконання за пунктами акта"


@dataclass(frozen=True)
class Ordered:
    """What a registered act orders.

    :param author: the post that signed it, `printed` as its signature stands; :param controller: who controls, by the act.
    :param points: each with its number as printed, executors and day; :param text: what the resolution on the card says.
    """

    author: int
    printed: str
    points: Sequence[Point]
    controller: int | None = None
    text: str = TEXT


def give(*, actor: Actor, at: datetime, document: Document, ordered: Ordered) -> Resolution | None:
    """Give the tasks of the act's points and put it on control by those with days; part of the deed that registers it.

    Nothing when no point names an executor. Reports go to the one who controls, else to the signatory.

    :raises Refusal: a point names a post that is no longer there.
    """
    points = [point for point in ordered.points if point.assignees]
    if not points:
        return None
    rules = regulation.rules_of(document.edition_id)
    resolution = Resolution.objects.create(
        document=document, author_id=ordered.author, author_printed=ordered.printed, text=ordered.text, at=at, on=local_date(at),
        on_original=False,
    )  # fmt: skip
    planned = [(point, due_of(point=point, document=document, rules=rules, on=local_date(at))) for point in points]
    tasks = [
        task
        for point, due in planned
        for task in giving.give(resolution=resolution, point=point, due=due, at=at, rules=rules)
    ]
    _judged_by(resolution, tasks, ordered.controller)
    _watch(actor, at, resolution, [due for _, due in planned], rules, ordered.controller)
    _write_down(actor, at, resolution, tasks, rules)
    texts.put_resolution(resolution=resolution, tasks=tasks)
    return resolution


def due_of(*, point: Point, document: Document, rules: Edition, on: date) -> control_rules.DueDay | None:
    """The day of a point as the act itself says it; a repeating one begins with its nearest day."""
    calendar, said = regulation.work_calendar(), f"Строк установлено пунктом {point.number} акта."
    day = point.due_on
    if day is None and point.repeats and point.repeat_day:
        day = days.first_repeat(on, point.repeats, point.repeat_day, calendar)
    return None if day is None else control_rules.act_day(rules, calendar, document.kind.key, day, said)


def _judged_by(resolution: Resolution, tasks: Iterable[Task], controller: int | None) -> None:
    if controller is None or controller == resolution.author_id:
        return
    for task in tasks:
        task.giver_id = controller
    Task.objects.filter(resolution=resolution).update(giver=controller)


def _watch(
    actor: Actor, at: datetime, resolution: Resolution, dues: Sequence[control_rules.DueDay | None], rules: Edition,
    controller: int | None,
) -> None:  # fmt: skip
    nearest = giving.nearest(dues)
    if nearest is not None:
        watching.by_act(actor=actor, at=at, resolution=resolution, due=nearest, rules=rules, leader=controller)


def _write_down(actor: Actor, at: datetime, resolution: Resolution, tasks: Sequence[Task], rules: Edition) -> None:
    entry = control_rules.act_entry(rules, resolution.document.kind.key)
    named = ", ".join(dict.fromkeys(f"п. {task.point}" for task in tasks))
    deeds.write(
        subject=resolution, document=resolution.document_id, actor=actor, at=at, code="tasks.given_by_act",
        text=f"Завдання за пунктами акта: {named}", clause=entry.clause, tasks=[task.pk for task in tasks],
        until=max((task.due_on for task in tasks if task.due_on), default=None),
    )  # fmt: skip
