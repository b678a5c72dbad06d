"""The main executor calls the other executors of his point together (KR 7.11; DR 10.17)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from magistrat.journal.actor import Actor
from magistrat.rules import words
from magistrat.rules.moments import local
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import deeds
from magistrat.tasks.models import Task
from magistrat.tasks.queries import terms


def convene(
    *, actor: Actor, at: datetime, task: int, meets_at: datetime, place: str, about: str = ""
) -> Sequence[Task]:
    """Tell the co-executors when and where to come: a right of the main executor, whatever his post.

    :param task: the main executor's; :param meets_at: when, aware.
    :raises Refusal: not the main executor; his task is reported or over; nobody to call; the moment has passed; no place.
    """
    with transaction.atomic():
        found = deeds.locked_task(task)
        clause = terms.clause_of_part(deeds.rules_of(found))
        if found.part != Task.Part.MAIN or not (actor.is_system or found.executor_id in actor.line):
            raise Refusal(clause, "Скликати співвиконавців може лише головний виконавець.")
        deeds.must_be_in(task=found, states=deeds.IN_WORK)
        if meets_at <= at:
            raise Refusal(clause, "Час зустрічі вже минув.")
        if not place.strip():
            raise Refusal(clause, "Зазначте місце зустрічі.")
        others = Task.objects.filter(
            resolution=found.resolution_id, point=found.point, part=Task.Part.CO, state__in=deeds.OPEN
        )
        called = list(others.select_related("document", "executor").order_by("id"))
        if not called:
            raise Refusal(clause, "За цим пунктом немає співвиконавців, які ще виконують завдання.")
        when = f"{words.moment(local(meets_at))}, {place.strip()}"
        names = ", ".join(one.executor.title for one in called)
        matter = f" {about.strip()}" if about.strip() else ""
        text = f"Головний виконавець скликає співвиконавців ({names}): {words.ended(when)}{matter}"
        deeds.note(
            task=found, actor=actor, at=at, code="tasks.convened", text=text, clause=clause, meets_at=meets_at,
            place=place.strip(),
        )  # fmt: skip
        for one in called:
            subject = f"головний виконавець скликає співвиконавців: {when}"
            body = about.strip() or found.text
            deeds.tell_of_task(task=one, post=one.executor_id, at=at, code="tasks.convened", subject=subject, body=body)
    return called
