"""What is under way and stays under the edition in which it began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from magistrat.approvals.models import Approval, Step
from magistrat.documents.models import Document
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.tasks.models import Control, Extension, Task

OPEN = (Task.State.GIVEN, Task.State.TAKEN, Task.State.REPORTED, Task.State.HEAD_ACCEPTED)

MOST_VISAS = 50


@dataclass(frozen=True, slots=True)
class OpenCount:
    """How many proceedings of a sort go on."""

    title: str
    count: int


def open_counts() -> list[OpenCount]:
    """Open proceedings by sort; seven statements whatever their number."""
    tasks = Task.objects.filter(state__in=OPEN)
    return [
        OpenCount("документи, за якими є невиконані завдання", tasks.values("document").distinct().count()),
        OpenCount("невиконані завдання", tasks.count()),
        OpenCount("документи на контролі", Control.objects.exclude(state=Control.State.OFF).count()),
        OpenCount("прохання продовжити строк, ще не розглянуті", Extension.objects.filter(state="asked").count()),
        OpenCount("проєкти на погодженні", _running().count()),
        OpenCount("візи, яких очікують", _awaited().count()),
        OpenCount("надійшли, але ще не зареєстровані", Document.objects.filter(state="arrived").count()),
    ]


def open_tasks(actor: Actor) -> QuerySet[Task]:
    """Open tasks with a term of documents that he sees, the nearest first; the page cuts them."""
    found = Task.objects.filter(state__in=OPEN, due_on__isnull=False, document__in=_seen(actor))
    return found.select_related("document", "executor")


def open_visas(actor: Actor) -> Sequence[Step]:
    """Visas that are awaited on drafts that he sees, the nearest term first, at most `MOST_VISAS`; one statement."""
    found = _awaited().filter(approval__document__in=_seen(actor)).select_related("approval__document", "post")
    return list(found.order_by(F("due_on").asc(nulls_last=True), "id")[:MOST_VISAS])


def _running() -> QuerySet[Approval]:
    return Approval.objects.filter(state=Approval.State.RUNNING)


def _awaited() -> QuerySet[Step]:
    return Step.objects.filter(state=Step.State.OPEN, approval__state=Approval.State.RUNNING)


def _seen(actor: Actor) -> QuerySet[Any, Any]:
    return access.visible(actor).order_by().values("pk")
