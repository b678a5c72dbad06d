"""What hangs on the term of a main executor goes along with it: those who inform him, parts without a day of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q

from magistrat.documents.models import Document
from magistrat.journal.actor import Actor
from magistrat.rules import control as control_rules
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.tasks.actions import deeds, ending, giving
from magistrat.tasks.models import Task

Carried = tuple[Task, date | None]


def term_of(task: Task) -> control_rules.DueDay:
    """The task's present term, for the time when it has another one."""
    assert task.due_on is not None
    return control_rules.DueDay(task.due_on, task.due_clause, task.due_explanation)


def locked(*, task: int) -> Task:
    """The task, locked in the order of their ids with all whose terms may follow its own: what ends a point locks them so, too."""
    found = Task.objects.get(pk=task)
    helpers = Task.objects.filter(helpers_of(found)).values_list("pk", flat=True)
    deeds.lock_all(Task, ending.with_parts([task]).union(helpers))
    return deeds.locked_task(task)


def go_along(*, actor: Actor, at: datetime, main: Task, was: control_rules.DueDay, rules: Edition) -> None:
    """The task has another term, saved: what hangs on it follows, is told and written down; part of the deed that sets it."""
    for task, old in along(main=main, was=was, rules=rules, on=local_date(at)):
        said = f"{task.due_on:%d.%m.%Y}"
        text = f"Строк змінено разом зі строком головного виконавця ({task.executor.title}): {said}"
        deeds.note(task=task, actor=actor, at=at, code="tasks.term_followed", text=text, old=old, new=task.due_on)
        deeds.tell_of_task(
            task=task, post=task.executor_id, at=at, code="tasks.term_followed", subject=f"новий строк {said}",
            body=task.text,
        )  # fmt: skip
    for post, subject in later_than_the_whole(main=main).items():
        key = f"tasks.term_followed:{main.pk}:later:{at.isoformat()}"
        deeds.tell(document=main.document, post=post, at=at, key=key, subject=subject)


def along(
    *, main: Task, was: control_rules.DueDay, rules: Edition, on: date, former: Document | None = None
) -> Iterator[Carried]:
    """Those whose days followed from the main executor's former one, each with the new day, saved, and the old one.

    A day that the main executor set (KR 7.11; DR 10.17), or that was granted, is no such.

    :param was: his former term; :param former: the document as it was then, where its kind was another.
    """
    due, document = term_of(main), main.document
    for task in _hanging(main):
        if not _followed(task, was, rules, former or document):
            continue
        before = (task.due_on, task.due_clause, task.due_explanation)
        for name, value in giving.term_of_part(part=task.part, due=due, document=document, rules=rules, on=on).items():
            setattr(task, name, value)
        task.save(update_fields=["due_on", "due_clause", "due_explanation"])
        yield task, before[0]
        if task.parent_id == main.pk and task.part == Task.Part.MAIN and before[0] is not None:
            yield from along(
                main=task, was=control_rules.DueDay(before[0], *before[1:]), rules=rules, on=on, former=former
            )


def helpers_of(task: Task) -> Q:
    """Those who inform the main executor of the point; nobody where the task itself is a co-executor's."""
    if task.part != Task.Part.MAIN:
        return Q(pk__in=[])
    return Q(resolution=task.resolution_id, point=task.point, part=Task.Part.CO)


def _hanging(main: Task) -> list[Task]:
    parts = Q(parent=main, part=Task.Part.MAIN, repeats="")
    found = Task.objects.select_for_update(of=("self",), no_key=True)
    found = found.filter(helpers_of(main) | parts, state__in=deeds.OPEN)
    return list(found.select_related("executor", "document", "document__kind").order_by("id"))


def _followed(task: Task, was: control_rules.DueDay, rules: Edition, document: Document) -> bool:
    given = local_date(task.given_at)
    term = giving.term_of_part(part=task.part, due=was, document=document, rules=rules, on=given)
    if task.part == Task.Part.MAIN:
        return (task.due_on, task.due_clause) == (term["due_on"], term["due_clause"])
    entry = control_rules.co_executor_entry(rules, document.kind.key)
    return task.due_on == term["due_on"] or (entry is not None and task.due_clause == entry.clause)


def later_than_the_whole(*, main: Task) -> dict[int, str]:
    """Who gave parts, or waits for helpers, whose terms end after the whole's now, and what he is told: he sets them anew."""
    parts = ending.with_parts([main.pk]) - {main.pk}
    later = Task.objects.filter(helpers_of(main) | Q(pk__in=parts), state__in=deeds.OPEN, due_on__gt=main.due_on)
    posts = [main.executor_id if task.parent_id == main.parent_id else task.giver_id for task in later.order_by("id")]
    subject = f"строк завдання тепер {main.due_on:%d.%m.%Y}: строки частин або співвиконавців пізніші, перевірте їх"
    return dict.fromkeys(posts, subject)
