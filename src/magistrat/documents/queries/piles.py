"""Piles of letters: where one stands, what comes next, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from magistrat.documents.models import Document, Pile, PileLetter
from magistrat.documents.queries.access import not_yours, visible
from magistrat.journal.actor import Actor

WAITS = Q(document__state=Document.State.ARRIVED)


@dataclass(frozen=True)
class Place:
    """A letter's place in its pile, for the line «12 з 40»."""

    pile: Pile
    position: int
    total: int
    through: int
    following: int | None

    @property
    def left(self) -> int:
        """How many are still to be registered."""
        return self.total - self.through


def place_of(*, actor: Actor, document_id: int) -> Place | None:
    """Where the document stands in its pile, and which letter comes after it; two statements, one without a pile."""
    found = PileLetter.objects.filter(document=document_id).select_related("pile").first()
    if found is None:
        return None
    counted = found.pile.letters.aggregate(total=Count("pk"), waiting=Count("pk", filter=WAITS))
    return Place(
        pile=found.pile,
        position=found.position,
        total=counted["total"],
        through=counted["total"] - counted["waiting"],
        following=after(actor=actor, pile=found.pile_id, position=found.position),
    )


def after(*, actor: Actor, pile: int, position: int = 0) -> int | None:
    """The next letter that waits: after the position, else one that was passed over before it; one statement."""
    waiting = list(
        PileLetter.objects.filter(WAITS, pile=pile, document__in=visible(actor).only("pk"))
        .exclude(position=position)
        .order_by("position")
        .values_list("position", "document")
    )
    later = next((document for place, document in waiting if place > position), None)
    return later or next((document for _, document in waiting), None)


def letters(*, actor: Actor, pile_id: int) -> Sequence[PileLetter]:
    """The pile's letters that the actor sees, in order; one statement.

    :raises Refusal: when there are none for him.
    """
    found = list(
        PileLetter.objects.filter(pile=pile_id, document__in=visible(actor).only("pk"))
        .select_related("document__correspondent", "document__kind")
        .defer("document__lemmas", "document__search_text")
        .order_by("position")
    )
    if not found:
        raise not_yours("стос")
    return found


def begun(*, actor: Actor, limit: int = 5) -> QuerySet[Pile]:
    """Piles of the actor's posts in which letters still wait, newest first, with `total` and `waiting`; one statement."""
    counted = Pile.objects.filter(post__in=actor.line).annotate(
        total=Count("letters"), waiting=Count("letters", filter=Q(letters__document__state=Document.State.ARRIVED))
    )
    return counted.filter(waiting__gt=0).order_by("-id")[:limit]
