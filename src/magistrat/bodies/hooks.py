"""Where upper apps meet the kernel: they say what a question is, and hear how it ended, in the deed's own transaction.

Functions are added once, from `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from magistrat.journal.actor import Actor
from magistrat.rules.hall_state import Facts

if TYPE_CHECKING:
    from magistrat.bodies.models import Gathering, Outcome

Told = Callable[["Outcome", Actor, datetime], None]
Turned = Callable[["Gathering", Actor, datetime], None]
Asked = Callable[[int, int], Facts | None]
Shown = Callable[["Gathering"], str]
Convened = Callable[["Gathering", int, Actor, datetime], None]
Sent = Callable[[int], tuple[datetime, str] | None]

_outcomes: list[Told] = []
_turns: list[Turned] = []
_items: list[Asked] = []
_pages: list[Shown] = []
_convened: list[Convened] = []
_sent: list[Sent] = []


def on_outcome(function: Told) -> Told:
    """Call the function with every outcome as it is written: a question was adopted, rejected, put off…"""
    if function not in _outcomes:
        _outcomes.append(function)
    return function


def on_turn(function: Turned) -> Turned:
    """Call the function when a gathering has been opened or closed."""
    if function not in _turns:
        _turns.append(function)
    return function


def tells_items(function: Asked) -> Asked:
    """Ask the function (gathering, question) what the question is; nothing when it is none of its own."""
    if function not in _items:
        _items.append(function)
    return function


def tells_page(function: Shown) -> Shown:
    """Ask the function for the address of the page on which a gathering is seen; "" when it shows none."""
    if function not in _pages:
        _pages.append(function)
    return function


def on_convened(function: Convened) -> Convened:
    """Call the function (gathering, document of the order) when a gathering has been called by an order kept here."""
    if function not in _convened:
        _convened.append(function)
    return function


def tells_sent(function: Sent) -> Sent:
    """Ask the function (document of an order) when and by whom it went to all of its list; nothing while it has not."""
    if function not in _sent:
        _sent.append(function)
    return function


def tell_outcome(outcome: Outcome, actor: Actor, at: datetime) -> None:
    """Call all who wait for outcomes."""
    for function in _outcomes:
        function(outcome, actor, at)


def tell_turn(gathering: Gathering, actor: Actor, at: datetime) -> None:
    """Call all who wait for a gathering's opening or closing."""
    for function in _turns:
        function(gathering, actor, at)


def tell_convened(gathering: Gathering, document: int, actor: Actor, at: datetime) -> None:
    """Call all who wait for orders that call gatherings."""
    for function in _convened:
        function(gathering, document, actor, at)


def sent(document: int) -> tuple[datetime, str] | None:
    """When the order went to all of its list, and by whom, said by the first app that knows."""
    return next((found for function in _sent if (found := function(document)) is not None), None)


def facts_of(gathering: int, item: int) -> Facts | None:
    """What the question is, said by the first app that knows it."""
    return next((facts for function in _items if (facts := function(gathering, item)) is not None), None)


def page_of(gathering: Gathering) -> str:
    """The address of the gathering's page, said by the first app that has one."""
    return next((address for function in _pages if (address := function(gathering))), "")
