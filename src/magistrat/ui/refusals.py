"""How a refusal is answered over HTTP."""

from __future__ import annotations

from magistrat.rules.refusal import Refusal


class Away(OSError):
    """What stands beside the system does not answer, refuses, or hands out something else; the words are a person's to read.

    No refusal of the deed: whoever works in the background tries it again, a page shows the words, the API answers 503.
    """


def status_of(refusal: Refusal) -> int:
    """403 when the person lacks the right, 409 when the deed itself is not allowed."""
    return 403 if getattr(refusal, "is_right", False) else 409
