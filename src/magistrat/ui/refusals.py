"""How a refusal is answered over HTTP."""

from __future__ import annotations

from magistrat.rules.refusal import Refusal


def status_of(refusal: Refusal) -> int:
    """403 when the person lacks the right, 409 when the deed itself is not allowed."""
    return 403 if getattr(refusal, "is_right", False) else 409
