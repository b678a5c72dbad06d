"""What is owed after a decision: a permit to the service centre, the decision and its extracts to the author (KR 4.36; DR 6.26)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from magistrat.acts.actions import deeds
from magistrat.acts.models import Act, Handover
from magistrat.acts.queries import registrars
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import decisions
from magistrat.rules.decisions import Owed
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal


def owe_by_adoption(*, act: Act) -> None:
    """Write down what is owed since adoption; part of the deed by which the day of adoption is known."""
    assert act.adopted_on is not None
    edition, calendar = deeds.rules_of(act), regulation.work_calendar()
    _owe(
        act,
        decisions.owed_by_adoption(edition, calendar, kind=act.kind, flags=act.flags, adopted_on=act.adopted_on),
    )


def owe_by_registration(*, act: Act, at: datetime) -> None:
    """Write down what is owed since registration; part of the deed that registers."""
    edition, calendar = deeds.rules_of(act), regulation.work_calendar()
    has_extracts = act.recipients.exclude(points=[]).exists()
    _owe(
        act,
        decisions.owed_by_registration(
            edition, calendar, kind=act.kind, registered_on=local_date(at), has_extracts=has_extracts
        ),
    )


def hand_over(*, actor: Actor, at: datetime, handover: int, whom: str) -> Handover:
    """Mark that the decision or its extract was handed over: by its drafter or the office that registers.

    :param whom: who took it.
    :raises Refusal: neither of them, nobody named, not registered yet, or handed over already.
    """
    with transaction.atomic():
        row = Handover.objects.select_related("act").filter(pk=handover).first()
        if row is None:
            raise Refusal("", "Такого передання немає.")
        act = deeds.locked(row.act_id, actor)
        row = Handover.objects.select_for_update().get(pk=handover)
        if not (row.is_drafters and deeds.is_drafters(act, actor)):
            _must_be_registrars(act, actor, at)
        if act.state != Act.State.REGISTERED:
            raise Refusal(row.due_clause, "Передають зареєстроване рішення: воно ще не має номера.")
        if not whom.strip():
            raise Refusal(row.due_clause, "Зазначте, кому передано.")
        if row.done_on is not None:
            raise Refusal(row.due_clause, f"Уже передано {row.done_on:%d.%m.%Y}: {row.whom}.")
        done(act=act, row=row, whom=whom.strip(), actor=actor, at=at)
    return row


def done(*, act: Act, row: Handover, whom: str, actor: Actor, at: datetime) -> None:
    """Write the handing over into its row; part of a deed that has locked the act and asked the right."""
    row.done_on, row.done_by, row.whom = local_date(at), actor.printed[:400], whom[:300]
    row.save(update_fields=["done_on", "done_by", "whom"])
    text = f"Передано: {row.get_kind_display()}; кому: {row.whom}"
    late = row.done_on > row.due_on
    deeds.note(act, actor, at, "acts.handed_over", text, row.due_clause, kind=row.kind, is_late=late)


def _must_be_registrars(act: Act, actor: Actor, at: datetime) -> None:
    if refusal := registrars.refusal(act, actor, local_date(at)):
        raise refusal


def _owe(act: Act, owed: Iterable[Owed]) -> None:
    """Once for each kind: a deed that comes again changes no day."""
    for one in owed:
        Handover.objects.get_or_create(
            act=act, kind=one.kind,
            defaults={"due_on": one.last.on, "due_clause": one.last.clause, "is_drafters": one.is_drafters},
        )  # fmt: skip
