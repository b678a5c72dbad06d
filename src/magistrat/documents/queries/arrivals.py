"""What came and waits for the preliminary review or for registration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from magistrat.documents.models import Document
from magistrat.documents.queries import points
from magistrat.documents.queries.access import visible
from magistrat.journal.actor import Actor
from magistrat.rules import first_readers

State = Document.State


@dataclass(frozen=True)
class Waiting:
    """How many wait for review and for registration, and what of it is urgent."""

    review: int
    registration: int
    urgent: int


@dataclass(frozen=True)
class Queue:
    """The arrivals shown, and how many more there are."""

    rows: Sequence[Document]
    more: int

    @property
    def total(self) -> int:
        """How many there are in all."""
        return len(self.rows) + self.more


def waiting(*, actor: Actor) -> QuerySet[Document]:
    """Arrivals that the actor sees."""
    return visible(actor).filter(state=State.ARRIVED)


def queue(*, actor: Actor, on: date, reviewed: bool, limit: int = 200) -> Queue:
    """Arrivals for review, or reviewed ones for registration: what goes first by the regulation on top (DR 9.2).

    Two statements and the edition's, one more where some are not shown.
    """
    first = points.kinds(on, *first_readers.KEYS, points.FIRST, points.AT_ONCE)
    found = (
        waiting(actor=actor)
        .filter(reviewed_at__isnull=not reviewed)
        .select_related("kind", "correspondent", "addressee")
    )
    # Ordered before it is cut: the oldest are not the most urgent.
    found = found.annotate(
        file_count=Count("files", filter=Q(files__removed_at__isnull=True)),
        is_first=Case(When(kind__key__in=first, then=Value(True)), default=Value(False)),
    )
    order = ("-goes_to_mayor", "-is_urgent", "-is_first", F("arrived_at").asc(nulls_last=True), "id")
    rows = list(found.defer("lemmas", "search_text").order_by(*order)[: limit + 1])
    for row in rows:
        row.first_clause = first.get(row.kind.key, "")
    more = found.order_by().count() - limit if len(rows) > limit else 0
    return Queue(rows[:limit], more)


def after(*, actor: Actor, document: Document) -> Document | None:
    """The next arrival to register: it opens by itself; one statement."""
    rest = waiting(actor=actor).exclude(pk=document.pk).order_by("-goes_to_mayor", "-is_urgent", "arrived_at", "id")
    reviewed = rest.filter(reviewed_at__isnull=False).first()
    return reviewed or rest.first()


def figures(*, actor: Actor) -> Waiting:
    """Counts for the workplace; one statement."""
    row = waiting(actor=actor).aggregate(
        review=Count("pk", filter=Q(reviewed_at__isnull=True)),
        registration=Count("pk", filter=Q(reviewed_at__isnull=False)),
        urgent=Count("pk", filter=Q(is_urgent=True)),
    )
    return Waiting(**row)
