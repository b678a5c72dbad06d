"""What falls due on a day that is or may become one of rest: shown to whoever keeps the calendar or watches over terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, QuerySet

from magistrat.documents.queries.access import visible
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.tasks.models import Control, Task

S = Task.State
# A report may still be sent back, and what was returned is given anew: their terms run on, too.
RUNNING = (S.GIVEN, S.TAKEN, S.REPORTED, S.HEAD_ACCEPTED, S.RETURNED)


@dataclass(frozen=True, slots=True)
class Due:
    """How many tasks have the day as their term, and those of them whose documents the person sees.

    `laws`: how many days there are that a law gives for documents on control whose own term is another day; `ground`: by
    what the city made the day one of rest, else empty.
    """

    day: date
    ground: str
    count: int
    laws: int
    tasks: Sequence[Task]

    @property
    def is_any(self) -> bool:
        """Whether anything is due on it."""
        return bool(self.count or self.laws)


def due_on(*, actor: Actor, day: date) -> Due:
    """What has not ended and has the day as its term; four statements."""
    return of_days(actor=actor, days={day: ground_of(day)})[0]


def of_days(*, actor: Actor, days: Mapping[date, str], limit: int = 100) -> list[Due]:
    """The same of many days with their grounds; three statements, `limit` tasks of all of them are listed."""
    if not days:
        return []
    found = Task.objects.filter(state__in=RUNNING, due_on__in=days)
    counts = dict(found.order_by().values_list("due_on").annotate(Count("pk")))
    laws = Counter(_laws(days).values_list("law_due_on", flat=True))
    seen = found.filter(document__in=visible(actor).values("pk"))
    beside = ("document__kind", "document__correspondent", "executor")
    listed = list(seen.select_related(*beside).order_by("due_on", "document_id", "pk")[:limit])
    return [
        Due(day, ground, counts.get(day, 0), laws[day], [task for task in listed if task.due_on == day])
        for day, ground in sorted(days.items())
    ]


def ground_of(day: date) -> str:
    """By what this city made the day one of rest; empty where it did not; one statement."""
    own = regulation.calendar_exceptions(day, day + timedelta(days=1))
    return next((one.reason for one in own if not one.is_working), "")


def documents_due(day: date) -> list[int]:
    """Ids of the documents of which something has the day as its term; two statements."""
    tasks = Task.objects.filter(state__in=RUNNING, due_on=day).values_list("document_id", flat=True)
    return sorted({*tasks, *_laws([day]).values_list("document_id", flat=True)})


def _laws(days: Collection[date]) -> QuerySet[Control]:
    """Documents worked on whose own term is another day, so that no task brings the law's one along."""
    found = Control.objects.filter(law_due_on__in=days, done_on=None).exclude(state=Control.State.OFF)
    return found.exclude(due_on=F("law_due_on"))
