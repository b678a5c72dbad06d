"""How often what did not come to its end is tried again, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

# A content or a page at which so many workers died without a word is not tried again by itself.
MOST_TRIES = 3
# What the machine lacks (room on the disk, memory) people mend within hours: each time longer is waited than before.
WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(minutes=100))
BROKEN_OFF = f"Читання {MOST_TRIES} рази поспіль переривалося: файл може бути небезпечним."
GIVEN_UP = "Читання кілька разів переривалося. Повторіть його пізніше."


def next_at(tries: int, at: datetime) -> datetime | None:
    """When to try again what was interrupted at the moment, for the `tries`-th time; None: by itself no more."""
    return at + WAITS[tries - 1] if tries <= len(WAITS) else None


def is_deadly(tries: int, said: str) -> bool:
    """Whether workers died at it so often that no more are sent.

    :param said: what the last one said of its interruption; "" where it died without a word.
    """
    return tries >= MOST_TRIES and not said
