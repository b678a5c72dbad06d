"""Sittings are planned, moved with a reason, cancelled (KR 4.1, 4.10; DR 6.1, 6.12, 6.16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from datetime import time as clock

from django.db import transaction

from magistrat.bodies.actions import gatherings
from magistrat.bodies.models import Gathering
from magistrat.bodies.queries import composition
from magistrat.journal.actor import Actor
from magistrat.outbox import actions as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules import sitting_days, words
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import deeds
from magistrat.sittings.models import Question, Sitting

KINDS = (Gathering.Kind.REGULAR, Gathering.Kind.EXTRAORDINARY)
MOST_AHEAD = 60


def plan(
    *, actor: Actor, at: datetime, on: date, time: clock | None, kind: str, place: str = "", ground: str = ""
) -> Sitting:
    """Plan a sitting of the executive committee; an extraordinary one names the ground on which it is called.

    The mayor calls an extraordinary sitting himself where the clause says so (DR 6.16); those who prepare sittings enter
    his order.

    :raises Refusal: no right, no committee, an unknown kind, a day that has passed or for which it is too late to call
        (KR 4.10), or a regular one of that day is there.
    """
    is_called = kind == Gathering.Kind.EXTRAORDINARY
    deeds.demand(actor, at, *((deeds.CALL, deeds.PREPARE) if is_called else (deeds.PREPARE,)))
    if kind not in KINDS:
        raise Refusal("", "Зазначте, чергове це засідання чи позачергове.")
    edition, calendar = regulation.rules_on(on), regulation.work_calendar()
    if refusal := sitting_days.refusal(edition, calendar, kind=kind, on=on, today=local_date(at)):
        raise refusal
    with transaction.atomic():
        body = composition.committee()
        if body is None:
            raise Refusal("", "Склад виконавчого комітету ще не внесено.")
        gathering = gatherings.plan(
            actor=actor, at=at, body=body.pk, on=on, kind=kind, time=time, place=place, ground=ground
        )
        sitting = Sitting.objects.create(gathering=gathering, changed_at=at)
        text = f"Заплановано {gathering.get_kind_display()} засідання {words.day(on)}"
        deeds.note(sitting, actor, at, "sittings.planned", text, ground=ground)
    return sitting


def plan_usual(*, actor: Actor, at: datetime, days: Sequence[date], time: clock | None, place: str) -> list[Sitting]:
    """Plan the regular sittings of these days, those that are planned already left as they are.

    :raises Refusal: no right, no day, too many of them, or one that the clause does not propose.
    """
    deeds.demand(actor, at, deeds.PREPARE)
    wanted = sorted(set(days))
    if not wanted:
        raise Refusal("", "Виберіть хоча б один день.")
    if len(wanted) > MOST_AHEAD:
        raise Refusal("", f"За раз планують не більше {MOST_AHEAD} засідань.")
    body = composition.committee()
    with transaction.atomic():
        regular = Gathering.objects.filter(body=body, kind=Gathering.Kind.REGULAR, on__in=wanted)
        kept = set(regular.exclude(state=Gathering.State.CANCELLED).values_list("on", flat=True))
        return [
            plan(actor=actor, at=at, on=on, time=time, kind=Gathering.Kind.REGULAR, place=place)
            for on in wanted
            if on not in kept
        ]


def move(*, actor: Actor, at: datetime, sitting: int, on: date, time: clock | None, place: str, reason: str) -> Sitting:
    """Move a sitting to another day, hour or place, with a reason; days of its way are counted anew.

    :raises Refusal: no right, no reason, it is not ahead any more, or the day is not possible.
    """
    deeds.demand(actor, at, deeds.PREPARE)
    with transaction.atomic():
        found = deeds.locked(sitting)
        deeds.must_be_ahead(found)
        why = deeds.required(reason, "Зазначте, чому засідання переносять.")
        was = found.gathering.on
        if on != was:
            refusal = sitting_days.refusal(
                regulation.rules_on(on), regulation.work_calendar(), kind=found.gathering.kind, on=on,
                today=local_date(at),
            )  # fmt: skip
            if refusal:
                raise refusal
        found.gathering = gatherings.move(
            actor=actor, at=at, gathering=found.gathering_id, on=on, time=time, place=place, reason=why
        )
        deeds.touch(found, at)
        text = f"Засідання перенесено з {words.day(was)} на {words.day(on)}: {why}"
        deeds.note(found, actor, at, "sittings.moved", text, was=was.isoformat(), on=on.isoformat())
        _tell_proposers(found, at, text)
    return found


def cancel(*, actor: Actor, at: datetime, sitting: int, reason: str) -> Sitting:
    """Cancel a planned sitting; its questions wait for another one.

    :raises Refusal: no right, no reason, or it was opened.
    """
    deeds.demand(actor, at, deeds.PREPARE)
    with transaction.atomic():
        found = deeds.locked(sitting)
        found.gathering = gatherings.cancel(actor=actor, at=at, gathering=found.gathering_id, reason=reason)
        deeds.touch(found, at)
        text = f"Засідання {words.day(found.gathering.on)} скасовано: {reason.strip()}"
        deeds.note(found, actor, at, "sittings.cancelled", text)
        _tell_proposers(found, at, text)
    return found


def _tell_proposers(sitting: Sitting, at: datetime, text: str) -> None:
    posts = sitting.questions.exclude(stage=Question.Stage.OUT).order_by("proposer").values_list("proposer", flat=True)
    for post in posts.distinct():
        outbox.notify(
            at=at, key=f"sittings.moved:{sitting.pk}:{post}:{int(at.timestamp())}", to_post=post, subject=text[:300],
            link=f"/zasidannia/{sitting.pk}/",
        )  # fmt: skip
