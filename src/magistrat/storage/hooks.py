"""Where upper apps join in when a kept content turns out to be infected.

Functions are added once, from `AppConfig.ready`, and called in the transaction that writes the scan down.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Infected = Callable[[str, str, datetime], None]

_infected: list[Infected] = []


def on_infected(function: Infected) -> Infected:
    """Call `function(sha256, name of what was found, at)` for every content found infected."""
    if function not in _infected:
        _infected.append(function)
    return function


def tell_infected(sha256: str, found: str, at: datetime) -> None:
    """Call all who wait for infected contents."""
    for function in _infected:
        function(sha256, found, at)
