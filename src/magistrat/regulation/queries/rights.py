"""Whether a post's roles have a right by the edition in force."""

from __future__ import annotations

from datetime import date

from magistrat.journal.actor import Actor
from magistrat.regulation.queries.editions import rules_on
from magistrat.rules.refusal import Refusal


def refusal(*, actor: Actor, right: str, on: date) -> Refusal | None:
    """Why the actor may not use the right on the day; nothing when he may. The system may all."""
    if actor.is_system:
        return None
    found = rules_on(on).may(right, actor.roles)
    if found is not None:
        # A page answers a missing right with 403 and every other refusal with 409.
        found.is_right = True
    return found
