"""Reports and returned tasks that wait at a post which nobody fills any more reach whoever stands above (KR 7.11; DR 10.17)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.rules.moments import local_date
from magistrat.tasks.actions import deeds, finishing
from magistrat.tasks.models import Task
from magistrat.tasks.queries import desk

REPORT = "Звіт", "звіт про виконання чекає на прийняття"
RETURNED = "Повернуте завдання", "повернуте завдання чекає на передання іншому"


def pass_on(*, at: datetime, actor: Actor) -> int:
    """Lay what waits at such posts before those above who are there, and tell them; how many tasks."""
    return sum(pass_one_on(task=task, at=at, actor=actor) for task in _left(local_date(at)))


def _left(on: date) -> list[int]:
    """Ids of the tasks that wait at posts that nobody fills on the day; four statements."""
    judged, returned = Task.objects.filter(judge__isnull=False), Task.objects.filter(state=Task.State.RETURNED)
    posts = set(judged.values_list("judge", flat=True).distinct()) | set(
        returned.values_list("giver", flat=True).distinct()
    )
    vacant = sorted(posts - organisation.filled(posts, on))
    found = judged.filter(judge__in=vacant).values_list("pk", flat=True)
    return sorted(found.union(desk.returned(vacant).values_list("pk", flat=True)))


def pass_one_on(*, task: int, at: datetime, actor: Actor) -> bool:
    """Whether the task waits for another now: its own post may be filled, or it may have been answered meanwhile.

    A report is only judged by another; whoever gives a returned task anew has given it.
    """
    with transaction.atomic():
        found, on = deeds.locked_task(task), local_date(at)
        if found.judge_id is not None:
            (what, subject), before, post = REPORT, found.judge_id, finishing.judge_of(task=found, on=on)
        elif found.state == Task.State.RETURNED:
            (what, subject), before, post = RETURNED, found.giver_id, finishing.author_of(task=found, on=on)
        else:
            return False
        if post == before or organisation.filled([before, post], on) != {post}:
            return False
        if found.judge_id is not None:
            found.judge_id = post
        else:
            found.giver_id = post
        found.save(update_fields=["judge", "giver"])
        finishing.open_to_judge(task=found, post=post, at=at)
        text = f"{what} розглядатиме інша посадова особа: {Post.objects.get(pk=post).title}"
        deeds.note(task=found, actor=actor, at=at, code="tasks.decider_changed", text=text, before=before)
        deeds.tell_of_task(task=found, post=post, at=at, code="tasks.decider_changed", subject=subject, body=found.text)
    return True
