"""What falls due on one day: shown to whoever makes it a day off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from magistrat.documents.queries.access import visible
from magistrat.journal.actor import Actor
from magistrat.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Due:
    """How many tasks without a report there are, and those of them whose documents the person sees."""

    count: int
    tasks: Sequence[Task]


def due_on(*, actor: Actor, day: date, limit: int = 100) -> Due:
    """Tasks not yet reported whose term is the day; two statements."""
    found = Task.objects.filter(state__in=[Task.State.GIVEN, Task.State.TAKEN], due_on=day)
    seen = found.filter(document__in=visible(actor).values("pk"))
    beside = ("document__kind", "document__correspondent", "executor")
    return Due(found.count(), list(seen.select_related(*beside).order_by("document_id", "pk")[:limit]))
