"""Who holds which role: said by the app above that keeps posts, asked when an edition is examined."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

# Roles of the posts that somebody holds on the day, and the Ukrainian names of all roles that posts can have.
Held = Callable[[date], tuple[Collection[str], Mapping[str, str]]]

_said: list[Held] = []


def register(held: Held) -> None:
    """Say who holds which role, in `AppConfig.ready`."""
    if held not in _said:
        _said.append(held)


def on(day: date) -> tuple[frozenset[str], dict[str, str]]:
    """The roles held on the day, and the names of all roles that posts can have; none where nobody keeps posts."""
    held: set[str] = set()
    names: dict[str, str] = {}
    for ask in _said:
        roles, known = ask(day)
        held.update(roles)
        names.update(known)
    return frozenset(held), names
