"""Which single deeds on acts are done to many."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from magistrat.acts.actions import copying_sitting
from magistrat.documents import bulk
from magistrat.documents.pages.bulk_deeds import nothing
from magistrat.documents.queries import bulk as read
from magistrat.journal.actor import Actor
from magistrat.rules import orders


def _certify(*, actor: Actor, at: datetime, subject: int, **given: Any) -> object:
    return copying_sitting.certify(actor=actor, at=at, document=subject, **given)


def register() -> None:
    """Put the deed into the table; a sitting's page begins it for all of its decisions, always in the background."""
    bulk.register(
        bulk.Deed(
            copying_sitting.KEY, "Засвідчення копій рішень", "Засвідчити копії", _certify, nothing, read.named,
            (orders.COPY,), at_once=0,
        )
    )  # fmt: skip
