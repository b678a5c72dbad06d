"""Reminders ahead of terms and after them, and of January's reports, sent once each (Cabinet resolution 55, item 173)."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta

from magistrat.documents.queries import access
from magistrat.journal import actions as journal
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Holding
from magistrat.outbox import actions as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules import control
from magistrat.rules.moments import local_date
from magistrat.tasks import queries as tasks
from magistrat.tasks.models import Task

DAYS_AHEAD = (5, 3, 1, 0)
WEEK = timedelta(days=7)
Opened = AbstractSet[tuple[int, int]]


def remind(*, at: datetime, actor: Actor = SYSTEM) -> int:
    """Tell executors of terms five, three, one and no days away, and executors and heads of missed ones.

    Also ask for what clauses want besides: a missed term explained (KR 8.20.9; DR 8.14), information before one (DR 8.14).
    Repeatable: each reminder has its own key, so a second run on the same day sends nothing. Returns how many tasks were
    looked at.
    """
    on = local_date(at)
    due = tasks.open_due(until=on + timedelta(days=max(DAYS_AHEAD)))
    holders = organisation.holders_of(sorted({task.executor_id for task in due}), on)
    opened = access.opened_by_name([task.document for task in due])
    for task in due:
        _remind(task, on, at, holders, opened)
    _ask_to_explain(on, at)
    _ask_to_tell(on, at)
    yearly = remind_of_year(at=at, actor=actor)
    text = f"Нагадування про строки: переглянуто завдань — {len(due)}, звітів за рік — {yearly}"
    journal.record(
        actor=actor, at=at, code="tasks.reminded", payload={"text": text, "tasks": len(due), "yearly": yearly}
    )
    return len(due)


def _remind(task: Task, on: date, at: datetime, holders: Mapping[int, Holding], opened: Opened) -> None:
    assert task.due_on is not None
    left = (task.due_on - on).days
    if left >= 0 and left not in DAYS_AHEAD:
        return
    stage = str(left) if left >= 0 else "late"
    subject, key = _subject(task, left), f"tasks.reminder:{task.pk}:{task.due_on}:{stage}"
    _send(task, at, key, subject, holders)
    if left < 0 and task.executor.head_id:
        title = f"{subject} ({task.executor.title})"
        outbox.notify(
            at=at, key=f"{key}:head", to_post=task.executor.head_id, subject=title,
            body=_words(task, task.executor.head_id, opened), link=_link(task), document=task.document_id,
        )  # fmt: skip


def _words(task: Task, post: int, opened: Opened) -> str:
    """The words of the task; of a paper for official use only to whom it is open."""
    is_his = not task.document.is_restricted or (task.document_id, post) in opened
    return task.text if is_his else ""


def _send(task: Task, at: datetime, key: str, subject: str, holders: Mapping[int, Holding]) -> None:
    outbox.notify(
        at=at,
        key=key,
        to_post=task.executor_id,
        subject=subject,
        body=task.text,
        link=_link(task),
        document=task.document_id,
    )
    holding = holders.get(task.executor_id)
    if holding is not None and holding.person.email:
        outbox.mail(
            at=at,
            key=f"{key}:mail",
            to_address=holding.person.email,
            subject=subject,
            # What is for official use leaves the city hall by no open mail.
            body="" if task.document.is_restricted else task.text,
            document=task.document_id,
        )


def _link(task: Task) -> str:
    return f"/dokumenty/{task.document_id}/"


def _subject(task: Task, left: int) -> str:
    assert task.due_on is not None
    if left < 0:
        return f"{task.document.index}: строк виконання минув {task.due_on:%d.%m.%Y}"
    if left == 0:
        return f"{task.document.index}: строк виконання сьогодні"
    return f"{task.document.index}: строк виконання {task.due_on:%d.%m.%Y}"


def _ask_to_explain(on: date, at: datetime) -> None:
    """Once for each missed term, and for each final day that an explanation named and that has passed."""
    asked = tasks.explanations(on=on)
    opened = access.opened_by_name([task.document for task, _, _ in asked])
    for task, entry, told in asked:
        owes = tasks.owes(task, entry).pk
        outbox.notify(
            at=at, key=f"tasks.explanation:{task.pk}:{task.due_on}:{told}", to_post=owes,
            subject=f"{task.document.index}: письмово поясніть порушення строку {task.due_on:%d.%m.%Y} (п. {entry.clause})",
            body=_words(task, owes, opened), link=_link(task), document=task.document_id,
        )  # fmt: skip


def _ask_to_tell(on: date, at: datetime) -> None:
    """Once for each term, from the working day before the last one of the information."""
    calendar = regulation.work_calendar()
    for task, entry, last in tasks.progress(on=on, until=on + WEEK):
        if on >= calendar.add_working(last, -1):
            outbox.notify(
                at=at, key=f"tasks.progress:{task.pk}:{task.due_on}", to_post=task.executor_id,
                subject=f"{task.document.index}: інформацію про хід виконання надати до {last:%d.%m.%Y} (п. {entry.clause})",
                body=task.text, link=_link(task), document=task.document_id,
            )  # fmt: skip


def remind_of_year(*, at: datetime, actor: Actor = SYSTEM) -> int:
    """In the month that the clause names ask executors of papers of long-term effect to report on the past year (DR 8.14: in
    January); how many were asked.

    A city without the rule asks nobody.
    """
    on = local_date(at)
    found = control.told_by(regulation.rules_on(on), on, regulation.work_calendar())
    if found is None:
        return 0
    entry, last = found
    waiting = tasks.long_term_waiting(year=on.year - 1)
    holders = organisation.holders_of(sorted({task.executor_id for task in waiting}), on)
    for task in waiting:
        subject = f"{task.document.index}: інформація за {on.year - 1} рік до {last:%d.%m.%Y} (п. {entry.clause})"
        _send(task, at, f"tasks.year:{task.pk}:{on.year - 1}", subject, holders)
    return len(waiting)
