"""A gathering is planned and cancelled; what happens in it are steps (`recording`)."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from magistrat.bodies.actions import deeds
from magistrat.bodies.models import Gathering
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import words
from magistrat.rules.refusal import Refusal


def plan(
    *, actor: Actor, at: datetime, body: int, on: date, kind: str, time: time | None = None, place: str = "",
    ground: str = "",
) -> Gathering:  # fmt: skip
    """Plan a gathering of the body; it keeps the edition of its day. The right is the upper app's deed's.

    :raises Refusal: two regular ones on one day, or no such body.
    """
    with transaction.atomic():
        kept = deeds.locked_body(body)
        edition = regulation.edition_id_on(on)
        try:
            with transaction.atomic():
                gathering = Gathering.objects.create(
                    body=kept, kind=kind, on=on, at=time, place=place.strip(), ground=ground.strip(), edition_id=edition
                )
        except IntegrityError:
            raise Refusal("", f"На {words.day(on)} чергове засідання вже заплановано.") from None
        if kind == Gathering.Kind.POLL:
            text = f"Розпочато опитування між засіданнями: {kept.title}, {words.day(on)}"
        else:
            text = f"Заплановано: {kept.title}, {gathering.get_kind_display()} засідання {words.day(on)}"
        deeds.note(gathering, actor, at, "bodies.gathering_planned", text)
    return gathering


def move(
    *, actor: Actor, at: datetime, gathering: int, on: date, time: time | None, place: str, reason: str
) -> Gathering:
    """Move a gathering that has not been opened to another day, hour or place; it takes the edition of its new day.

    The right is the upper app's deed's.

    :raises Refusal: it was opened, no reason, or a regular one of that day is there.
    """
    with transaction.atomic():
        kept = deeds.locked(gathering)
        if kept.state != Gathering.State.PLANNED:
            raise Refusal("", f"Перенести можна лише заплановане засідання: стан — «{kept.get_state_display()}».")
        if not reason.strip():
            raise Refusal("", "Зазначте, чому засідання переносять.")
        was = kept.on
        kept.on, kept.at, kept.place, kept.edition_id = on, time, place.strip(), regulation.edition_id_on(on)
        try:
            with transaction.atomic():
                kept.save(update_fields=["on", "at", "place", "edition"])
        except IntegrityError:
            raise Refusal("", f"На {words.day(on)} чергове засідання вже заплановано.") from None
        text = f"Засідання перенесено з {words.day(was)} на {words.day(on)}: {reason.strip()}"
        deeds.note(kept, actor, at, "bodies.gathering_moved", text, was=was.isoformat(), on=on.isoformat())
    return kept


def cancel(*, actor: Actor, at: datetime, gathering: int, reason: str) -> Gathering:
    """Cancel a gathering that has not been opened. The right is the upper app's deed's.

    :raises Refusal: it was opened, or no reason.
    """
    with transaction.atomic():
        kept = deeds.locked(gathering)
        if kept.state != Gathering.State.PLANNED:
            raise Refusal("", f"Скасувати можна лише заплановане засідання: стан — «{kept.get_state_display()}».")
        if not reason.strip():
            raise Refusal("", "Зазначте, чому засідання скасовано.")
        kept.state = Gathering.State.CANCELLED
        kept.save(update_fields=["state"])
        deeds.note(kept, actor, at, "bodies.gathering_cancelled", f"Засідання скасовано: {reason.strip()}")
    return kept
