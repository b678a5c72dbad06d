"""What is under way and stays under the edition in which it began."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from magistrat.documents.models import Document
from magistrat.tasks.models import Control, Extension, Task

OPEN = (Task.State.GIVEN, Task.State.TAKEN, Task.State.REPORTED, Task.State.HEAD_ACCEPTED)


@dataclass(frozen=True, slots=True)
class OpenCount:
    """How many proceedings of a sort go on."""

    title: str
    count: int


def open_counts() -> list[OpenCount]:
    """Open proceedings by sort; five statements whatever their number."""
    tasks = Task.objects.filter(state__in=OPEN)
    return [
        OpenCount("документи, за якими є невиконані завдання", tasks.values("document").distinct().count()),
        OpenCount("невиконані завдання", tasks.count()),
        OpenCount("документи на контролі", Control.objects.exclude(state=Control.State.OFF).count()),
        OpenCount("прохання продовжити строк, ще не розглянуті", Extension.objects.filter(state="asked").count()),
        OpenCount("надійшли, але ще не зареєстровані", Document.objects.filter(state="arrived").count()),
    ]


def open_tasks() -> QuerySet[Task]:
    """Open tasks with a term, the nearest first; the page cuts them."""
    return Task.objects.filter(state__in=OPEN, due_on__isnull=False).select_related("document", "executor")
