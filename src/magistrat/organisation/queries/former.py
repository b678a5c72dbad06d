"""What cards said before they were changed, as their pages list it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from magistrat.organisation import models
from magistrat.organisation.roles import named

LABELS = {
    "surname": "прізвище",
    "given": "власне ім'я",
    "patronymic": "по батькові",
    "short_name": "коротка назва",
    "index": "індекс",
    "parent_id": "входить до",
    "department_id": "підрозділ",
    "roles": "ролі",
    "head_id": "підпорядкована",
    "assists_id": "працює з керівником",
    "is_leader": "належить до керівництва",
    "is_department_head": "очолює підрозділ",
    "is_committee_member": "входить до складу виконавчого комітету",
}
DEPARTMENTS, POSTS = ("parent_id", "department_id"), ("head_id", "assists_id")
NONE = {"parent_id": "самостійний підрозділ", "head_id": "нікому", "assists_id": "ні з ким"}


@dataclass(frozen=True, slots=True)
class Former:
    """What the card said up to the day, that day included: label and value of each thing that was changed from the next."""

    last_day: date
    said: tuple[tuple[str, str], ...]


def former_cards_of(one: models.Department | models.Post | models.Person) -> list[Former]:
    """What the card said before, the latest first; one statement, and one for posts and for departments that it names."""
    cards = list(one.former_cards.order_by("-until"))
    titles = dict(models.Post.objects.filter(pk__in=_ids(cards, POSTS)).values_list("pk", "title"))
    names = dict(models.Department.objects.filter(pk__in=_ids(cards, DEPARTMENTS)).values_list("pk", "name"))
    found = [Former(card.until - timedelta(days=1), _said(card, titles, names)) for card in cards]
    return [former for former in found if former.said]


def _ids(cards: Sequence[models.FormerCard], columns: Sequence[str]) -> set[int]:
    return {card.values[column] for card in cards for column in columns if card.values.get(column)}


def _said(card: models.FormerCard, titles: Mapping[int, str], names: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    called = [("посада" if card.post_id else "назва", card.name)] if card.name else []
    rest = [
        (label, _worded(column, card.values[column], titles, names))
        for column, label in LABELS.items()
        if column in card.values
    ]
    return (*called, *rest)


def _worded(column: str, value: Any, titles: Mapping[int, str], names: Mapping[int, str]) -> str:
    if column in POSTS:
        return titles.get(value, NONE[column])
    if column in DEPARTMENTS:
        return names.get(value, NONE.get(column, ""))
    if column == "roles":
        return "; ".join(named(value)) or "немає"
    if isinstance(value, bool):
        return "так" if value else "ні"
    return str(value)
