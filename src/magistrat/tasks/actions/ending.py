"""How open tasks end without being done: with a cancelled registration, with control, with the paper in its file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from magistrat.documents.models import Document
from magistrat.journal.actor import Actor
from magistrat.tasks.actions import deeds
from magistrat.tasks.models import Extension, Task

WITH_CONTROL = "знято разом із контролем"
WITH_FILE = "документ уміщено до справи"


def lock_open(*, documents: Iterable[int]) -> None:
    """Lock the documents' tasks that have not ended: before their controls, as the deeds of executors do."""
    found = Task.objects.filter(document__in=list(documents), state__in=deeds.UNENDED)
    deeds.lock_all(Task, found.values_list("pk", flat=True))


def of_document(
    *, actor: Actor, at: datetime, document: Document, why: str, clause: str, with_informed: bool = False
) -> list[Task]:
    """Cancel all open tasks of the document; part of the deed that ends the work on it.

    :param why: how the journal and the notice tell it, without a capital letter.
    :param with_informed: those too to whom the paper was sent only to be read; else they still read it.
    """
    found = Task.objects.filter(document=document.pk, state__in=deeds.UNENDED)
    if not with_informed:
        found = found.exclude(part=Task.Part.INFO)
    return _end(actor, at, found.values_list("pk", flat=True), why, clause)


def of_point(*, actor: Actor, at: datetime, task: Task, why: str, clause: str) -> list[Task]:
    """Cancel what is still open of a point that has come off control: its tasks and what they were split into."""
    same = Task.objects.filter(resolution=task.resolution_id, point=task.point)
    pks = with_parts(same.values_list("pk", flat=True))
    undone = Task.objects.filter(pk__in=pks).exclude(part=Task.Part.INFO)
    return _end(actor, at, undone.values_list("pk", flat=True), why, clause)


def of_resolution(*, actor: Actor, at: datetime, tasks: Iterable[int], why: str) -> list[Task]:
    """Cancel what is still open of a cancelled resolution: these are its tasks and what they were split into."""
    return _end(actor, at, tasks, why, "")


def with_parts(tasks: Iterable[int]) -> set[int]:
    """These tasks and all into which they were split by sub-resolutions; a statement for each depth."""
    found, deeper = set[int](), set(tasks)
    while deeper:
        found |= deeper
        deeper = set(Task.objects.filter(parent__in=deeper).values_list("pk", flat=True)) - found
    return found


def _end(actor: Actor, at: datetime, pks: Iterable[int], why: str, clause: str) -> list[Task]:
    wanted = list(pks)
    deeds.lock_all(Task, wanted)
    found = Task.objects.filter(pk__in=wanted, state__in=deeds.UNENDED).select_related("document", "executor")
    ended = list(found.order_by("pk"))
    for task in ended:
        was_returned = task.state == Task.State.RETURNED
        task.state, task.judge = Task.State.CANCELLED, None
        task.save(update_fields=["state", "judge"])
        text = f"Завдання скасовано ({task.executor.title}): {why}"
        deeds.note(task=task, actor=actor, at=at, code="tasks.ended", text=text, clause=clause, reason=why)
        # Who has returned it does not wait for it any more.
        post = None if was_returned else task.executor_id
        deeds.tell_of_task(task=task, post=post, at=at, code="tasks.ended", subject=f"завдання скасовано: {why}"[:200])
    refuse_requests(actor=actor, at=at, tasks=ended, why=f"завдання скасовано: {why}", clause=clause)
    return ended


def refuse_requests(*, actor: Actor, at: datetime, tasks: Iterable[Task], why: str, clause: str = "") -> None:
    """Nobody has to decide any more whether these tasks get another term: they have ended.

    :param why: how the journal and the notice tell it, without a capital letter; :param clause: by which they ended, else
        the request keeps its own.
    """
    of = {task.pk: task for task in tasks}
    asked = Extension.objects.filter(task__in=list(of), state=Extension.State.ASKED)
    waiting = list(asked.order_by("id"))
    asked.update(
        state=Extension.State.REFUSED, decided_by=actor.printed, decided_at=at, clause=clause[:60] or F("clause"),
        remark=f"{why[0].upper()}{why[1:]}"[:1000],
    )  # fmt: skip
    for one in waiting:
        task = of[one.task_id]
        text = f"Клопотання про строк {one.new_due_on:%d.%m.%Y} не розглядатимуть: {why}"
        deeds.note(
            task=task, actor=actor, at=at, code="tasks.extension_decided", text=text, clause=clause, granted=False
        )
        subject = f"клопотання про зміну строку не розглядатимуть: {why}"[:200]
        deeds.tell_of_task(task=task, post=task.executor_id, at=at, code="tasks.extension_decided", subject=subject)
