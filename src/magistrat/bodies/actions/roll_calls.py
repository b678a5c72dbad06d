"""Votes brought in from the file of a voting system: all of it or nothing (DR 6.23; KR 4.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from magistrat.bodies.actions import deeds, recording
from magistrat.bodies.models import Event
from magistrat.bodies.queries import halls
from magistrat.journal.actor import Actor
from magistrat.rules import hall, roll_call
from magistrat.rules.hall_events import Event as Step
from magistrat.rules.refusal import Refusal


def bring_in(
    *, actor: Actor, at: datetime, gathering: int, text: str, numbers: Mapping[str, int], key: str, after: int
) -> list[Event]:
    """Write down what the file says: each question begun, voted and closed, in the file's order.

    :param numbers: ids of questions by their numbers of the agenda; :param key: the console's, for the whole file.
    :raises Refusal: no right (`sittings.keep_minutes`), another console has made steps meanwhile, or any line is wrong: then
        nothing is written.
    """
    deeds.demand(actor, deeds.KEEP, at)
    with transaction.atomic():
        kept = deeds.locked(gathering)
        recording.refuse_over(kept)
        rows = halls.rows(gathering)
        if sent := [row for row in rows if row.key.startswith(f"{key}-")]:
            return sent
        if kept.last != after:
            raise Refusal("", "Тим часом записано нові кроки: перегляньте файл ще раз.")
        setting = halls.setting_of(kept)
        state = hall.replay(setting, halls.as_steps(rows))
        plan = roll_call.plan(state, text, numbers, lambda item: recording.facts(kept, item), at)
        if plan.faults:
            worst = plan.faults[0]
            raise Refusal(worst.refusal.clause, f"Рядок {worst.line}: {worst.refusal.message}", worst.refusal.words)
        written: list[Event] = []
        for place, step in enumerate(plan.steps):
            event = Step(kept.last + 1, step.code, at, step.item, dict(step.payload))
            found = recording.Hall(kept, setting, [*rows, *written])
            written.append(
                recording.append(actor=actor, at=at, found=found, event=event, key=f"{key}-{place}", state=state)
            )
            state = hall.apply(state, event)
        return written
