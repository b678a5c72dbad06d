"""Which index of the nomenclature a department had on which days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from magistrat.organisation import models
from magistrat.rules import words


@dataclass(frozen=True, slots=True)
class Span:
    """An index since a day until (exclusive) another; no end means it still holds."""

    index: str
    since: date
    until: date | None

    @property
    def days(self) -> str:
        """«з 01.01.2016 до 31.12.2025»"""
        last = f" до {words.day(self.until - timedelta(days=1))}" if self.until else ""
        return f"з {words.day(self.since)}{last}"

    def meets(self, other: Span) -> bool:
        """Whether both are the same index on a common day."""
        return (
            self.index == other.index
            and (self.until is None or other.since < self.until)
            and (other.until is None or self.since < other.until)
        )


def spans(department: models.Department) -> list[Span]:
    """Its indices, the earliest first; one statement, none where `former_cards` are at hand."""
    changed = [card for card in department.former_cards.all() if "index" in card.values]
    found, since = [], department.since
    for card in sorted(changed, key=lambda card: card.until):
        found.append(Span(card.values["index"], since, card.until))
        since = card.until
    found.append(Span(department.index, since, department.until))
    # A department may end before a change of its card.
    return [one for one in found if one.until is None or one.since < one.until]
