"""The one injected clock: pages, commands and jobs ask it and hand the moment down."""

from __future__ import annotations

import os
from datetime import UTC, datetime

FIXED = "MAGISTRAT_NOW"


def now() -> datetime:
    """The present moment, aware, in UTC; `MAGISTRAT_NOW` (ISO 8601 with zone) fixes it for tests and screenshots."""
    if fixed := os.environ.get(FIXED):
        return datetime.fromisoformat(fixed).astimezone(UTC)
    return datetime.now(UTC)
