"""Giving a task to another executor, all tasks of one who is ill, and ending a repetition."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.documents.actions import grants
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import deeds, giving, watching
from magistrat.tasks.models import Report, Task


def reassign(*, actor: Actor, at: datetime, task: int, executor: int, reason: str = "") -> Task:
    """Give a returned or open task to another: by the resolution's author or by a head of the executor with the right.

    :raises Refusal: neither the author nor such a head; the task is done; the same executor; no such post any more.
    """
    with transaction.atomic():
        found = deeds.locked_task(task)
        _may_reassign(found, actor)
        deeds.must_be_in(task=found, states=(*deeds.OPEN, Task.State.RETURNED))
        if executor == found.executor_id:
            raise Refusal(deeds.clause_of(found), "Завдання вже доручено цій посадовій особі.")
        post = Post.objects.get(pk=executor)
        if not post.holds(local_date(at)):
            raise Refusal(deeds.clause_of(found), f"Такої посади вже немає в штатному розписі: {post.title}.")
        before = found.executor.title
        _move(found, post, at)
        text = f"Завдання передано: {before} → {post.title}" + (f" ({reason})" if reason else "")
        deeds.note(task=found, actor=actor, at=at, code="tasks.reassigned", text=text, reason=reason, before=before)
        deeds.tell_of_task(
            task=found, post=executor, at=at, code="tasks.given", subject="Вам передано завдання", body=found.text
        )
    return found


def _move(task: Task, post: Post, at: datetime) -> None:
    grants.withdraw(source=f"tasks.task:{task.pk}", at=at)
    # A report still waiting was the former executor's: the new one works on it.
    Report.objects.filter(task=task, state=Report.State.GIVEN, is_interim=False).update(
        state=Report.State.SENT_BACK, judged_at=at
    )
    task.executor, task.department_id = post, post.department_id
    task.state, task.taken_at, task.judge = Task.State.GIVEN, None, None
    task.save(update_fields=["executor", "department", "state", "taken_at", "judge"])
    giving.open_to_executor(task=task, at=at)


def _may_reassign(task: Task, actor: Actor) -> None:
    names = deeds.names_of(actor)
    if task.giver_id in names or actor.is_system:
        return
    deeds.demand(actor=actor, right="task.reassign", rules=deeds.rules_of(task))
    if not names & set(organisation.heads_above(task.executor_id)):
        raise Refusal(deeds.clause_of(task), "Передати завдання може автор резолюції або керівник виконавця.")


def hand_over_all(*, actor: Actor, at: datetime, absent: int, executor: int, reason: str) -> list[Task]:
    """The head hands all open tasks of one who is ill to another of his people.

    :raises Refusal: not his head; nobody else named; no reason; no open tasks.
    """
    with transaction.atomic():
        if not reason.strip():
            raise Refusal("", "Зазначте причину передання завдань.")
        if absent == executor:
            raise Refusal("", "Назвіть іншу посадову особу.")
        open_tasks = Task.objects.filter(executor_id=absent, state__in=deeds.OPEN).order_by("id")
        ids = list(open_tasks.values_list("id", flat=True))
        if not ids:
            raise Refusal("", "У цієї посадової особи немає незавершених завдань.")
        return [reassign(actor=actor, at=at, task=task, executor=executor, reason=reason) for task in ids]


def stop_repeating(*, actor: Actor, at: datetime, task: int, reason: str) -> Task:
    """The author ends a repetition: the task of the coming period is cancelled and none follows.

    :raises Refusal: not the author; no repeating task; no reason; already reported.
    """
    with transaction.atomic():
        found = deeds.locked_task(task)
        if found.giver_id not in deeds.names_of(actor):
            raise Refusal(deeds.clause_of(found), "Припинити повторення завдання може лише автор резолюції.")
        deeds.must_be_in(task=found, states=deeds.IN_WORK)
        if not found.repeats:
            raise Refusal(deeds.clause_of(found), "Це завдання не повторюється.")
        if not reason.strip():
            raise Refusal(deeds.clause_of(found), "Зазначте причину припинення повторення.")
        same = Task.objects.select_for_update().filter(
            resolution=found.resolution_id, point=found.point, state__in=deeds.OPEN
        )
        for one in same.order_by("id"):
            one.state, one.judge = Task.State.CANCELLED, None
            one.save(update_fields=["state", "judge"])
            grants.withdraw(source=f"tasks.task:{one.pk}", at=at)
        found.state = Task.State.CANCELLED
        watching.follow(document=found.document)
        text = f"Повторення завдання припинено: {reason}"
        deeds.note(task=found, actor=actor, at=at, code="tasks.repetition_stopped", text=text, reason=reason)
    return found
