"""What a draft has besides its entries."""

from __future__ import annotations

from dataclasses import dataclass

from magistrat.amendments.models import DraftEdition
from magistrat.rules import places, words
from magistrat.rules.edition import natural
from magistrat.rules.places import ANNEX, CHAIN, MATTER, RIGHT, TITLE, Place


@dataclass(frozen=True, slots=True)
class Part:
    """One of them: its id, its name, what it says in a line."""

    id: str
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of one sort: its name, the word of the address of a new one (empty: there is one only), the parts."""

    title: str
    new: str
    parts: tuple[Part, ...]


_GROUPS = (
    (TITLE, "Назва редакції", ""),
    (ANNEX, "Додатки", "dodatok"),
    (CHAIN, "Порядок строків: що раніше, що пізніше", "poriadok"),
    (MATTER, "Справи, про які говорять кілька правил", "sprava"),
    (RIGHT, "Права", "pravo"),
)


def parts(found: DraftEdition) -> list[Group]:
    """All of them by their sorts, in the order of clauses."""
    listed = list(places.places(found.texts))
    return [
        Group(title, new, tuple(map(_part, sorted((one for one in listed if one.kind == kind), key=_order))))
        for kind, title, new in _GROUPS
    ]


def _order(place: Place) -> list[tuple[int, int, str]]:
    return natural(str(place.table.get("clause", ""))) + natural(place.id)


def _part(place: Place) -> Part:
    said, own = place.table, place.id
    if place.kind == TITLE:
        return Part(own, str(said.get("title", "")), "")
    if place.kind == CHAIN:
        count = len(said.get("link", ()))
        links = f"{count} {words.plural(count, 'ланка', 'ланки', 'ланок')}"
        return Part(own, f"Коли {said.get('on', '')}", f"{links}, ключ {said.get('key', '')}")
    if place.kind == MATTER:
        return Part(own, words.sentence(str(said.get("title", ""))), ", ".join(said.get("says", ())))
    says = said.get("note", "") if place.kind == RIGHT else said.get("title") or said.get("begins", "")
    return Part(own, words.sentence(places.in_words(own)), says)
