"""What is put down while the sitting goes on: a question that a member proposes (DR 6.8)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import deeds, questions
from magistrat.sittings.models import Question

KEEP = "sittings.keep_minutes"


def propose(*, actor: Actor, at: datetime, sitting: int, title: str, by: str) -> Question:
    """Put down a question that the mayor or a member proposes during the sitting; whether it is considered is voted.

    Sent again with the same title it is put down once.

    :param by: who proposes it, for the minutes.
    :raises Refusal: no right (`sittings.keep_minutes`), nobody proposes it, or the city includes nothing by vote (KR 4.26).
    """
    if refusal := regulation.refusal(actor=actor, right=KEEP, on=local_date(at)):
        raise refusal
    with transaction.atomic():
        kept = deeds.locked(sitting)
        edition = deeds.rules_of(kept)
        rule = edition.get("additional_items_vote")
        if rule is None:
            late = edition.get("late_items_permission")
            said = (
                "Додаткових питань голосуванням не включають: невчасно подане вносять лише з дозволу міського голови."
            )
            raise late.refusal(said) if late else Refusal("", said)
        if not by.strip():
            raise rule.refusal("Зазначте, хто пропонує додаткове питання.")
        waiting = Question.objects.filter(sitting=kept, title=title.strip(), lateness=Question.Lateness.BY_VOTE)
        if there := waiting.first():
            return there
        return questions.put(
            actor=actor, at=at, sitting=kept.pk, title=title, department=actor.department_id or 0,
            stage=Question.Stage.ON_AGENDA, lateness=Question.Lateness.BY_VOTE, proposed_by=by.strip()[:400],
            late_by=f"запропонував: {by.strip()}"[:400],
        )  # fmt: skip
