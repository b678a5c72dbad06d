"""Head, then author (or the main executor for a co-executor) accept a report or send it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.journal.actor import SYSTEM, Actor
from magistrat.organisation.models import Post
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import deeds, finishing, vacated
from magistrat.tasks.models import Report, Task


def accept(*, actor: Actor, at: datetime, task: int, remark: str = "") -> Task:
    """Accept the report: the executor's head passes it on to the author of the resolution, whose word finishes the task.

    The day of execution is the day of the report, or of its letter, whenever it is accepted (Cabinet resolution 55, item 176).

    :raises Refusal: there is no report; another judges it now; its letter is not registered, or not sent where that executes.
    """
    with transaction.atomic():
        found = deeds.locked_task(task)
        _must_judge(found, actor)
        if found.part == Task.Part.MAIN and not _is_authors_word(found, at):
            return _pass_on(found, actor, at)
        last = _answer(found, actor, at, Report.State.ACCEPTED, remark)
        finishing.finish(task=found, actor=actor, at=at, on=finishing.executed_on(task=found, report=last))
        subject = "звіт прийнято, завдання виконано"
        deeds.tell_of_task(
            task=found, post=found.executor_id, at=at, code="tasks.accepted", subject=subject, body=remark
        )
    return found


def _is_authors_word(task: Task, at: datetime) -> bool:
    """Whether the author's answer is waited for, not the head's: his own, or that of who stands above his vacant post."""
    if task.judge_id == task.giver_id or task.state == Task.State.HEAD_ACCEPTED:
        return True
    return task.judge_id == finishing.author_of(task=task, on=local_date(at))


def _pass_on(task: Task, actor: Actor, at: datetime) -> Task:
    """The head has accepted; the author judges next, or who stands above his vacant post."""
    finishing.lay_before_judge(task=task, state=Task.State.HEAD_ACCEPTED, at=at)
    deeds.note(task=task, actor=actor, at=at, code="tasks.head_accepted", text="Звіт прийняв керівник виконавця")
    subject = "звіт про виконання чекає на прийняття"
    deeds.tell_of_task(task=task, post=task.judge_id, at=at, code="tasks.head_accepted", subject=subject)
    return task


def send_back(*, actor: Actor, at: datetime, task: int, remark: str) -> Task:
    """The one who judges the report sends it back with a remark; the executor works on.

    :raises Refusal: no remark; there is no report; another judges it now.
    """
    with transaction.atomic():
        found = deeds.locked_task(task)
        _must_judge(found, actor)
        if not remark.strip():
            raise Refusal(deeds.clause_of(found), "Зазначте, що потрібно доопрацювати.")
        _answer(found, actor, at, Report.State.SENT_BACK, remark)
        found.judge = None
        deeds.go_on(task=found, state=Task.State.TAKEN, actor=actor, at=at)
        found.save(update_fields=["state", "judge"])
        text = f"Звіт повернуто на доопрацювання: {remark}"
        deeds.note(task=found, actor=actor, at=at, code="tasks.sent_back", text=text, remark=remark)
        subject = "звіт повернуто на доопрацювання"
        deeds.tell_of_task(
            task=found, post=found.executor_id, at=at, code="tasks.sent_back", subject=subject, body=remark
        )
        # Its executor's post may be gone: then it waits for the author, whose desk may be vacant as well.
        if vacated.pass_one_on(task=found.pk, at=at, actor=SYSTEM):
            found.refresh_from_db()
    return found


def _must_judge(task: Task, actor: Actor) -> None:
    deeds.must_be_in(task=task, states=deeds.JUDGED)
    if task.judge_id in deeds.names_of(actor) or _is_main_executor(task, actor):
        return
    whose = Post.objects.filter(pk=task.judge_id).values_list("title", flat=True).first() or ""
    raise Refusal(
        deeds.clause_of(task), f"Зараз звіт розглядає {whose}: прийняти або повернути його може лише ця посадова особа."
    )


def _is_main_executor(task: Task, actor: Actor) -> bool:
    """A co-executor's information is judged at the main executor's desk, also by those who work there."""
    return task.part == Task.Part.CO and task.judge_id in actor.line


def _answer(task: Task, actor: Actor, at: datetime, state: str, remark: str) -> Report:
    last = Report.objects.select_for_update().filter(task=task, state=Report.State.GIVEN, is_interim=False).latest("id")
    last.state, last.judged_by, last.judged_at, last.remark = state, actor.printed, at, remark.strip()
    last.save(update_fields=["state", "judged_by", "judged_at", "remark"])
    return last
