"""A question that cannot wait for a sitting is asked to be decided between sittings (KR 4.41)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.bodies.actions import gatherings
from magistrat.bodies.actions import polls as bodies
from magistrat.bodies.models import Gathering
from magistrat.bodies.queries import composition, halls
from magistrat.journal.actor import Actor
from magistrat.rules import poll
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import questions
from magistrat.sittings.models import Question, Sitting
from magistrat.sittings.queries import drafts

AGREED = "agreed"


def ask(
    *, actor: Actor, at: datetime, title: str, department: int, reason: str, key: str, document: int | None = None
) -> Sitting:
    """Ask the mayor's leave; the question lies in a sitting of its own, whose gathering is the poll.

    A draft whose route began with the mayor's leave has it already: he is not asked again, members are asked at once.

    :raises Refusal: no right (`sessions.propose_item`), no reason, no committee, no polls by the regulation (DR 6.16), or the
        draft waits for the mayor's leave on its route (KR 4.41).
    """
    with transaction.atomic():
        body = composition.committee()
        if body is None:
            raise Refusal("", "Склад виконавчого комітету ще не внесено.")
        setting = halls.setting_on(body, local_date(at))
        if refusal := poll.offered(setting):
            raise refusal
        rule = setting.edition.get(poll.LEAVE)
        leave = drafts.leave_of(document, rule.clause) if rule else None
        if rule and leave and leave[0] != AGREED:
            raise rule.refusal(
                "Дозвіл міський голова дає на сам проєкт, з цього починається його маршрут: дозволу ще немає."
            )
        gathering = gatherings.plan(
            actor=actor, at=at, body=body.pk, on=local_date(at), kind=Gathering.Kind.POLL, ground=reason
        )
        sitting = Sitting.objects.create(gathering=gathering, changed_at=at)
        question = questions.put(
            actor=actor, at=at, sitting=sitting.pk, title=title, department=department, document=document,
            stage=Question.Stage.ON_AGENDA, number="1",
        )  # fmt: skip
        bodies.ask(
            actor=actor, at=at, gathering=gathering.pk, item=question.pk, reason=reason, key=key, is_allowed=bool(leave)
        )
        if leave:
            bodies.allowed_before(actor=actor, at=at, gathering=gathering.pk, by=leave[1], key=f"{key}:leave")
    return sitting
