"""All decisions of a sitting get their numbers in one deed, in the agenda's order, without gaps (KR 4.34; DR 6.26)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from magistrat.acts.actions import deeds, registering, signing
from magistrat.acts.actions.registering import Details
from magistrat.acts.models import Act
from magistrat.bodies.queries import halls
from magistrat.bodies.queries import outcomes as bodies
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import words
from magistrat.rules.refusal import Refusal


def register(*, actor: Actor, at: datetime, gathering: int) -> list[Act]:
    """Register the signed decisions of the sitting; those not signed yet or suspended wait, and get later numbers.

    :raises Refusal: no right in the registry, or none of them waits for a number.
    """
    with transaction.atomic(), regulation.remembering():
        waiting = _waiting(gathering)
        if not waiting:
            raise Refusal("", "Підписаних рішень цього засідання, що чекають на номер, немає.")
        for act in _one_of_each_kind(waiting):
            signing.must_be_registrars(act=act, actor=actor, at=at)
        # Everything is locked before the first number is taken: nobody waits for us while we wait for him.
        controls = registering.hold(acts=sorted(waiting, key=lambda act: act.pk))
        for act in waiting:
            registering.give(act=act, controls=controls[act.pk], actor=actor, at=at, said=Details())
        _note(actor, at, gathering, waiting)
    return waiting


def _waiting(gathering: int) -> list[Act]:
    """Signed decisions of the sitting that are not suspended, locked, in the agenda's order."""
    places = {outcome.pk: place for place, outcome in enumerate(bodies.in_order(gathering))}
    found = Act.objects.select_related(*deeds.JOINED).select_for_update(of=("self",))
    rows = found.filter(outcome__in=places, state=Act.State.SIGNED).exclude(force=Act.Force.SUSPENDED).order_by("pk")
    return sorted(rows, key=lambda act: places[act.outcome_id or 0])


def _one_of_each_kind(acts: Sequence[Act]) -> list[Act]:
    """The registry, and with it the right, follows from the kind and from official use."""
    return list({(act.kind, act.document.is_restricted): act for act in acts}.values())


def _note(actor: Actor, at: datetime, gathering: int, acts: Sequence[Act]) -> None:
    found = halls.gathering(gathering)
    entry = deeds.rules_of(acts[0]).get("decision_numbering")
    numbers = ", ".join(act.document.index for act in acts)
    count = words.plural(len(acts), "рішення", "рішення", "рішень")
    text = f"Зареєстровано {len(acts)} {count} засідання {words.day(found.on)}: № {numbers}"
    journal.record(
        actor=actor, at=at, code="acts.sitting_registered", subject=found, document=None,
        clause=entry.clause if entry else "", payload={"text": text, "acts": [act.pk for act in acts]},
    )  # fmt: skip
