"""What the hall decided comes back to the question (`bodies.hooks`)."""

from __future__ import annotations

from datetime import datetime

from magistrat.bodies.models import Outcome
from magistrat.journal.actor import Actor
from magistrat.sittings.models import Question


def follow(outcome: Outcome, actor: Actor, at: datetime) -> None:
    """The question has been considered; part of the deed that closed it."""
    found = Question.objects.filter(pk=outcome.item, sitting__gathering=outcome.gathering_id)
    found.update(stage=Question.Stage.DONE)
