"""The life of a document, deed by deed; looking at it is no deed and is listed apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from magistrat.journal import queries as journal
from magistrat.journal.models import Entry

LOOKED = "documents.looked_at"
# What an act's or a letter's own page shows; all of it stands on the card.
LATEST = 50


@dataclass(frozen=True)
class Latest:
    """The last deeds, oldest first, and whether there are earlier ones."""

    entries: Sequence[Entry]
    has_earlier: bool


def deeds(document_id: int) -> QuerySet[Entry]:
    """All deeds, unordered, to be paged by id."""
    return journal.entries(document=document_id).exclude(code=LOOKED)


def looks(document_id: int) -> QuerySet[Entry]:
    """Who looked at an official-use paper or at personal data, unordered, to be paged by id."""
    return journal.entries(document=document_id, code=LOOKED)


def whole(document_id: int) -> Sequence[Entry]:
    """All deeds, oldest first, as the printed card has them (DR 10.8, 10.18); one statement."""
    return list(deeds(document_id).order_by("id"))


def latest(document_id: int) -> Latest:
    """The last deeds; one statement."""
    rows = list(deeds(document_id).order_by("-id")[: LATEST + 1])
    return Latest(rows[LATEST - 1 :: -1] if len(rows) > LATEST else rows[::-1], len(rows) > LATEST)
