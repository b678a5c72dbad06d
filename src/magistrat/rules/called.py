"""How papers call a place and its bodies where their full names do not stand: «м. …», «міської ради», «міського голови»."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MAYOR = "міський голова"


@dataclass(frozen=True, slots=True)
class Called:
    """A city, a settlement or a village, its council and its head (art. 6, 12 of 280/97-ВР).

    :param place: the name with what it is; the council and the mayor are without the adjective of the place.
    """

    place: str
    council_genitive: str
    mayor: str
    mayor_genitive: str


def by_names(names: Mapping[str, str], city: str) -> Called:
    """By `[names]` of the city's data; one that was set up before these were written there is called a city.

    :param city: its name alone.
    """
    return Called(
        place=names.get("place", f"м. {city}"),
        council_genitive=names.get("plain_council_genitive", "міської ради"),
        mayor=names.get("plain_mayor", MAYOR),
        mayor_genitive=names.get("plain_mayor_genitive", "міського голови"),
    )
