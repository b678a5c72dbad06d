"""What a clause of the regulation holds today: tasks whose term runs by it, documents that are on control by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from magistrat.documents.queries.access import visible
from magistrat.journal.actor import Actor
from magistrat.tasks.models import Control, Task
from magistrat.tasks.queries.of_document import OPEN


@dataclass(frozen=True, slots=True)
class Held:
    """The nearest open tasks and controls with how many there are of them, as far as the person sees their documents."""

    tasks: Sequence[Task]
    open_tasks: int
    overdue: int
    controls: Sequence[Control]
    on_control: int


def held(*, actor: Actor, clauses: Sequence[str], on: date, limit: int = 10) -> Held:
    """What is held by these clauses on the day; four statements."""
    seen = visible(actor).values("pk")
    tasks = Task.objects.filter(due_clause__in=clauses, state__in=OPEN, document__in=seen)
    counted = tasks.aggregate(open=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=on)))
    controls = Control.objects.filter(clause__in=clauses, state=Control.State.ON, document__in=seen)
    beside = ("document", "document__kind", "document__correspondent")
    by_day = (F("due_on").asc(nulls_last=True), "pk")
    return Held(
        tasks=list(tasks.select_related(*beside, "executor").order_by(*by_day)[:limit]),
        open_tasks=counted["open"],
        overdue=counted["overdue"],
        controls=list(controls.select_related(*beside).order_by(*by_day)[:limit]),
        on_control=controls.count(),
    )
