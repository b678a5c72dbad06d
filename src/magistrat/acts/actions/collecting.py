"""Answers of signature providers that come later: asked for by the worker."""

from __future__ import annotations

import logging
from datetime import datetime

from magistrat.acts.actions import electronic
from magistrat.acts.models import Signing
from magistrat.acts.queries import signing as facts
from magistrat.journal.actor import SYSTEM

log = logging.getLogger(__name__)


def collect_all(*, at: datetime) -> list[Signing]:
    """Ask for every attempt that waits; those that are over now. What goes wrong with one does not hold the others up."""
    answered = []
    for attempt in facts.waiting_attempts():
        try:
            answered.append(electronic.collect(actor=SYSTEM, at=at, attempt=attempt))
        except Exception:  # whatever a provider's program does; it is asked again in a minute
            log.exception("signing attempt %s: the provider's answer cannot be had", attempt)
    return [one for one in answered if one is not None]
