"""What a document's card shows of its resolutions and tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, Q

from magistrat.journal.actor import Actor
from magistrat.tasks.models import Explanation, Extension, Report, Resolution, Task, TypicalText

OPEN = (Task.State.GIVEN, Task.State.TAKEN, Task.State.REPORTED, Task.State.HEAD_ACCEPTED)


def resolutions_of(*, document: int) -> Sequence[Resolution]:
    """The document's resolutions with tasks, reports, requests and explanations; five statements."""
    tasks = Task.objects.select_related("executor", "department").prefetch_related(
        Prefetch("reports", Report.objects.select_related("reply").order_by("id")),
        Prefetch("extensions", Extension.objects.order_by("id")),
        Prefetch("explanations", Explanation.objects.order_by("id")),
    )
    return list(
        Resolution.objects.filter(document_id=document)
        .select_related("author")
        .prefetch_related(Prefetch("tasks", tasks.order_by("point", "id")))
        .order_by("id")
    )


def tasks_of(*, document: int) -> Sequence[Task]:
    """The document's tasks; one statement."""
    return list(Task.objects.filter(document_id=document).select_related("executor").order_by("id"))


def task_of(*, task: int) -> Task:
    """One task with what its page shows.

    :raises Task.DoesNotExist: no such task.
    """
    return Task.objects.select_related(
        "document", "document__kind", "executor", "department", "resolution", "resolution__author"
    ).get(pk=task)


def typical_texts(*, post: int | None) -> Sequence[TypicalText]:
    """A leader's typical texts and those of all, by number; his own hide the common ones of the same number."""
    found = {text.number: text for text in TypicalText.objects.filter(post__isnull=True)}
    found |= {text.number: text for text in TypicalText.objects.filter(post=post)} if post else {}
    return [found[number] for number in sorted(found)]


def may_do(*, task: Task, actor: Actor, on: date) -> set[str]:
    """The deeds that the actor can begin on the task now: the page offers just these, the action decides."""
    deeds: set[str] = set()
    if task.executor_id in actor.line:
        deeds |= _of_executor(task, on)
    judges = {task.resolution.author_id, task.executor.head_id}
    if task.state in (Task.State.REPORTED, Task.State.HEAD_ACCEPTED) and judges & set(actor.line):
        deeds |= {"accept", "send_back"}
    if task.state in (*OPEN, Task.State.RETURNED) and judges & {actor.post_id, actor.on_behalf, actor.acting_for}:
        deeds.add("reassign")
    return deeds


def _of_executor(task: Task, on: date) -> set[str]:
    deeds = set()
    if task.state == Task.State.GIVEN:
        deeds.add("take")
    if task.part != Task.Part.INFO and task.state in (Task.State.GIVEN, Task.State.TAKEN):
        deeds |= {"report", "return", "split", "letter"}
        if task.due_on:
            deeds.add("extend")
    if (
        task.part != Task.Part.INFO
        and task.state not in (Task.State.CANCELLED, Task.State.RETURNED)
        and task.is_overdue(on)
    ):
        deeds.add("explain")
    return deeds
