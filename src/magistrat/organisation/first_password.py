"""First passwords: whoever gets one reads it from a screen and types it once, then chooses his own."""

from __future__ import annotations

import secrets

# Letters that nobody mistakes for another when the slip of paper is read.
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def made() -> str:
    """Four groups of four, easy to read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
