"""What happens to e-mails when the antivirus finds something in their contents."""

from __future__ import annotations

from datetime import datetime

from magistrat.exchange.actions import taking


def found_infected(sha256: str, found: str, at: datetime) -> None:
    """E-mails with that content leave the queue, their senders are told."""
    taking.find_infected(at=at, sha256=sha256, virus=found)
