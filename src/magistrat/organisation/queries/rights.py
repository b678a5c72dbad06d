"""Rights that the organisation's deeds ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from magistrat.journal.actor import Actor
from magistrat.organisation import models
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

MANAGE = "organisation.manage"
SUBSTITUTE = "substitution.manage"
HAND_OVER = "duties.hand_over"
ACCOUNT = "account.manage"


def demand(*, actor: Actor, right: str, at: datetime) -> None:
    """Go on only when the actor has the right.

    :raises Refusal: with the clause that says whose right it is.
    """
    if refusal := regulation.refusal(actor=actor, right=right, on=local_date(at)):
        raise refusal


def hand_over_refusal(*, actor: Actor, absent: models.Post, at: datetime) -> Refusal | None:
    """Why the actor may not hand over this post's duties; nothing when he may.

    He may who holds the post and has `duties.hand_over`, his assistant acting on his behalf, and whoever has
    `substitution.manage`.
    """
    on = local_date(at)
    wide = regulation.refusal(actor=actor, right=SUBSTITUTE, on=on)
    if wide is None:
        return None
    if actor.post_id == absent.pk and actor.acting_for is None:
        return regulation.refusal(actor=actor, right=HAND_OVER, on=on)
    if actor.on_behalf == absent.pk:
        # The assistant types what is the leader's right, so the leader's roles are asked.
        return regulation.refusal(actor=replace(actor, roles=frozenset(absent.roles)), right=HAND_OVER, on=on)
    return wide
