"""Where upper floors join the reading of a page, in its own transaction.

Functions are added once, from `AppConfig.ready`. They may write rows of their own; what they raise undoes the page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

OnRead = Callable[[str, int, str, datetime], None]

_on_read: list[OnRead] = []


def add_on_read(function: OnRead) -> OnRead:
    """Call `function(sha256, page_number, text, at)` whenever a page's text is written, anew too (then it replaces)."""
    if function not in _on_read:
        _on_read.append(function)
    return function


def tell_read(*, sha256: str, page: int, text: str, at: datetime) -> None:
    """Call all who wait for texts."""
    for function in _on_read:
        function(sha256, page, text, at)
