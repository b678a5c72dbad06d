"""Giving the tasks of a resolution's points to their executors, with the grants that they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from magistrat.documents.actions import grants
from magistrat.documents.models import Document
from magistrat.documents.queries import supplements
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules import days
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import deeds
from magistrat.tasks.draft import Point
from magistrat.tasks.models import Resolution, Task


def parts(*, point: Point) -> list[tuple[int, str]]:
    """Who is main, who helps, who is informed: the first named is main unless said otherwise (KR 7.11; DR 10.17)."""
    named = [one for one in point.assignees if one.part != Task.Part.INFO]
    first = named[0].post if named else None
    main = next((one.post for one in named if one.part == Task.Part.MAIN), first)
    found: dict[int, str] = {}
    for one in point.assignees:
        is_main = one.post == main and one.part != Task.Part.INFO
        part = Task.Part.MAIN if is_main else Task.Part.INFO if one.part == Task.Part.INFO else Task.Part.CO
        found.setdefault(one.post, part)
    return list(found.items())


def is_for_information(*, point: Point) -> bool:
    """Whether nobody has to do anything by this point."""
    return all(part == Task.Part.INFO for _, part in parts(point=point))


def give(
    *, resolution: Resolution, point: Point, due: control_rules.DueDay | None, at: datetime, rules: Edition
) -> list[Task]:
    """The tasks of one point.

    :raises Refusal: a post that no longer exists on that day.
    """
    shares = parts(point=point)
    posts = Post.objects.in_bulk([post for post, _ in shares])
    _check_posts(posts, local_date(at))
    return [
        _give_one(resolution=resolution, point=point, post=posts[post], part=part, due=due, at=at, rules=rules)
        for post, part in shares
    ]


def _check_posts(posts: Mapping[int, Post], on: date) -> None:
    if gone := [post.title for post in posts.values() if not post.holds(on)]:
        raise Refusal("", f"Такої посади вже немає в штатному розписі: {', '.join(gone)}.")


def _give_one(
    *,
    resolution: Resolution,
    point: Point,
    post: Post,
    part: str,
    due: control_rules.DueDay | None,
    at: datetime,
    rules: Edition,
) -> Task:
    repeats = point.repeats if part == Task.Part.MAIN else ""
    task = Task.objects.create(
        document=resolution.document,
        resolution=resolution,
        parent_id=resolution.parent_task_id,
        point=point.number,
        part=part,
        executor=post,
        giver=resolution.author,
        department_id=post.department_id,
        text=point.text or resolution.text,
        given_at=at,
        repeats=repeats,
        repeat_day=point.repeat_day if repeats else None,
        period_on=_period_of(point, due) if repeats else None,
        **term_of_part(part=part, due=due, document=resolution.document, rules=rules, on=local_date(at)),
    )
    open_to_executor(task=task, at=at)
    deeds.tell(
        document=task.document,
        post=post.pk,
        at=at,
        key=f"tasks.given:{task.pk}",
        subject=task.get_part_display(),
        body=task.text,
    )
    return task


def _period_of(point: Point, due: control_rules.DueDay | None) -> date | None:
    if due is None or point.repeat_day is None:
        return None
    return days.period_day(due.control_on, point.repeat_day, regulation.work_calendar())


def term_of_part(
    *, part: str, due: control_rules.DueDay | None, document: Document, rules: Edition, on: date
) -> dict[str, object]:
    """The term of a main executor, and the earlier one of those who inform him (KR 8.20.8, 12.8).

    :param on: the day on which it is given: nobody has to inform before that.
    """
    if due is None or part == Task.Part.INFO:
        return {}
    entry = control_rules.co_executor_entry(rules, document.kind.key) if part == Task.Part.CO else None
    if entry is None or entry.term is None:
        return {"due_on": due.control_on, "due_clause": due.clause, "due_explanation": dict(due.explanation)}
    calendar = regulation.work_calendar()
    first = min(calendar.on_or_next(on), due.control_on)
    day = max(control_rules.ahead(entry, calendar, due.control_on), first)
    said = f"{entry.meaning} Строк головного виконавця — {due.control_on:%d.%m.%Y}."
    return {"due_on": day, "due_clause": entry.clause, "due_explanation": {"explanation": said, "days": []}}


def open_to_executor(*, task: Task, at: datetime) -> None:
    """Grant the document, with what was registered to it under its number, to the executor and his heads up the line."""
    for document in (task.document, *supplements.of(task.document)):
        open_to(document=document, task=task, at=at)


def open_to(*, document: Document, task: Task, at: datetime) -> None:
    """Grant the task's document, or a supplement to it, to the executor and his heads.

    An official-use paper opens to the executor alone: naming him in the resolution admits him by name, to a supplement only
    where the first paper is for official use too.
    """
    source = f"tasks.task:{task.pk}"
    if document.is_restricted:
        if task.document.is_restricted:
            grants.give(document=document, post=task.executor_id, reason="named", source=source, at=at)
        return
    reason = "informed" if task.part == Task.Part.INFO else "executor"
    grants.give(document=document, post=task.executor_id, reason=reason, source=source, at=at)
    heads = organisation.heads_above(task.executor_id)
    grants.give_many(document=document, posts=heads, reason="head", source=source, at=at)


def nearest(dues: Sequence[control_rules.DueDay | None]) -> control_rules.DueDay | None:
    """The first of the days: by it the document is watched."""
    return min((due for due in dues if due is not None), key=lambda due: due.control_on, default=None)
