"""Where upper floors join the outbox: whose letter failed, and from which box a unit writes.

Functions are added once, from `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from magistrat.outbox.models import Message


Failed = Callable[["Message", datetime], None]
Sender = Callable[[int | None], str]
Troubled = Callable[[datetime, datetime, str], None]

_failed: dict[str, Failed] = {}
_senders: list[Sender] = []
_troubled: list[Troubled] = []


def on_failed(beginning: str, function: Failed) -> None:
    """Call the function, in the same transaction, with each failed letter whose key begins so; it tells the sender."""
    _failed[beginning] = function


def tell_failed(letter: Message, at: datetime) -> bool:
    """Tell the deed that sent the letter; whether anyone listened."""
    for beginning, function in _failed.items():
        if letter.key.startswith(beginning):
            function(letter, at)
            return True
    return False


def on_trouble(function: Troubled) -> None:
    """Call the function, in the same transaction, when the mail server has been in trouble for long: since when, now, in
    which words. It may be called again of one trouble.
    """
    if function not in _troubled:
        _troubled.append(function)


def tell_trouble(since: datetime, at: datetime, words: str) -> None:
    """Tell those who put a mail server right."""
    for function in _troubled:
        function(since, at, words)


def sends_from(function: Sender) -> None:
    """Ask the function for a department's own address (of the city's main box for none); it may not know one."""
    if function not in _senders:
        _senders.append(function)


def address_of(department: int | None) -> str:
    """The address from which the department writes; empty when nobody knows one."""
    return next((address for function in _senders if (address := function(department))), "")
