"""Control points: they begin with a resolution by points, follow its tasks, and end with the document (KR 8.11, 8.20.13)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from magistrat.documents.models import Document
from magistrat.journal.actor import Actor
from magistrat.rules import control as control_rules
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import deeds, ending
from magistrat.tasks.models import Control, ControlPoint, Resolution, Task


def begin(*, control: Control, resolution: Resolution, at: datetime, rules: Edition) -> None:
    """A point on control for each numbered point of the resolution, where documents of this kind are watched so."""
    if control_rules.comes_off_by_points(rules, resolution.document.kind.key) is None:
        return
    mains = Task.objects.filter(
        resolution=resolution,
        part=Task.Part.MAIN,
        parent__isnull=True,
        state__in=deeds.OPEN,
        control_point__isnull=True,
    )
    ControlPoint.objects.bulk_create(
        ControlPoint(control=control, task=task, number=number_of(task), set_at=at)
        for task in mains.exclude(point="").order_by("id")
    )


def number_of(task: Task) -> str:
    """The point's number; a repeating task adds its period to it."""
    return task.point.partition("/")[0]


def go_on(*, task: Task, following: Task) -> None:
    """A repeating point is watched by the task of its next period."""
    ControlPoint.objects.filter(task=task).update(task=following)


def stopped(*, task: Task) -> None:
    """A point whose repetition has ended is watched by what was done of it last, where anything was."""
    number = number_of(task)
    of_period = Q(point=number) | Q(point__startswith=f"{number}/")
    mains = Task.objects.filter(of_period, resolution=task.resolution_id, part=Task.Part.MAIN, parent__isnull=True)
    last = mains.filter(state=Task.State.DONE).order_by("-id").first()
    if last is not None:
        ControlPoint.objects.filter(task__resolution=task.resolution_id, task__point=task.point).update(task=last)


def work_again(*, control: Control) -> None:
    """Points whose tasks go on wait no more for the leader's word: they are submitted again when these are done (KR 8.16)."""
    submitted = ControlPoint.objects.filter(
        control=control, state=Control.State.SUBMITTED, task__state__in=deeds.UNENDED
    )
    submitted.update(state=Control.State.ON)


def all_off(*, actor: Actor, at: datetime, control: Control, mark: str, clause: str) -> None:
    """The points that the document still has come off control with it."""
    _off(ControlPoint.objects.filter(control=control), actor, at, mark, clause)


def some_off(
    *,
    actor: Actor,
    at: datetime,
    control: Control,
    numbers: Collection[str],
    mark: str,
    clause: str,
    act: Document,
) -> bool:
    """Points of these numbers come off control by an act; whether nothing of the document is watched any more."""
    found = ControlPoint.objects.filter(control=control, number__in=list(numbers))
    watched = found.exclude(state=Control.State.OFF)
    ended = [point.task for point in watched.select_related("task")]
    watched.update(removal_letter=act)
    _off(found, actor, at, mark, clause)
    for task in ended:
        ending.of_point(actor=actor, at=at, task=task, why=ending.WITH_CONTROL, clause=clause)
    return not tasks.is_watched(control=control)


def cancelled(*, actor: Actor, at: datetime, resolution: Resolution, clause: str) -> None:
    """Points of a cancelled resolution are no longer watched."""
    _off(ControlPoint.objects.filter(task__resolution=resolution), actor, at, "Резолюцію скасовано", clause)


def _off(found: object, actor: Actor, at: datetime, mark: str, clause: str) -> None:
    found.exclude(state=Control.State.OFF).update(  # type: ignore[attr-defined]
        state=Control.State.OFF, off_on=local_date(at), off_by=actor.printed, off_mark=mark, off_clause=clause
    )
