"""Marking what is on control as of long-term effect: its executors report on each past year (DR 8.14: in January)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.journal.actor import Actor
from magistrat.tasks.actions import deeds, removal
from magistrat.tasks.models import Control


def mark(*, actor: Actor, at: datetime, document: int, is_long_term: bool) -> Control:
    """Those who control the document mark it as of long-term effect, or take the mark away.

    :raises Refusal: no right; not on control; another unit's.
    """
    with transaction.atomic():
        control, rules = removal.locked(document=document, actor=actor, right="control.submit_case")
        removal.must_be_of_unit(control, actor, rules)
        if control.is_long_term == is_long_term:
            return control
        control.is_long_term = is_long_term
        control.save(update_fields=["is_long_term"])
        entry = rules.get("long_term_report")
        deeds.write(
            subject=control, document=document, actor=actor, at=at, code="tasks.long_term_marked",
            clause=entry.clause if entry else control.clause, is_long_term=is_long_term,
            text=f"Позначку «довгостроковий» {'поставлено' if is_long_term else 'знято'}",
        )  # fmt: skip
    return control
