"""What lists of documents show of the task that decides: the main executor, the term, the day of execution."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from magistrat.documents.models import Document
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules import lateness
from magistrat.tasks.models import Control, Task
from magistrat.ui import prepared

DEAD = (Task.State.RETURNED, Task.State.CANCELLED)


def put(rows: Sequence[Document], on: date) -> None:
    """Put `executor`, `due_on`, `due_clause` and `done_on` of the main task that decides on each row; two statements."""
    of_document: dict[int, list[Task]] = {}
    for task in _main([row.pk for row in rows]):
        of_document.setdefault(task.document_id, []).append(task)
    decides = {document: lateness.deciding(works) for document, works in of_document.items()}
    holders = organisation.holders_of(sorted({task.executor_id for task in decides.values() if task}), on)
    for row in rows:
        given = decides.get(row.pk)
        if given is not None:
            holding = holders.get(given.executor_id)
            row.executor = holding.person.short_name if holding else given.executor.title
            row.due_on, row.due_clause, row.done_on = given.due_on, given.due_clause, given.done_on


@prepared.prepared
def _main(documents: Sequence[int]) -> QuerySet[Task]:
    found = Task.objects.filter(document__in=documents, part=Task.Part.MAIN, parent__isnull=True)
    return found.exclude(state__in=DEAD).select_related("executor").order_by("id")


def of_department(found: QuerySet[Document], department: str) -> QuerySet[Document]:
    """Documents with a task of the department (its id as the filter gives it)."""
    tasks = Task.objects.filter(document=OuterRef("pk"), department=int(department)).exclude(state__in=DEAD)
    return found.filter(Exists(tasks))


def stamps(documents: Sequence[Document]) -> dict[int, tuple[str, ...]]:
    """«Контроль» and «Підлягає поверненню» of papers on control, where the regulation has the stamps (KR 8.7).

    One statement, besides those of editions that this process has not met.
    """
    found = {}
    rows = Control.objects.filter(document__in=documents).exclude(state=Control.State.OFF)
    returned = dict(rows.values_list("document", "must_return"))
    for document in documents:
        rule = regulation.rules_of(document.edition_id).get("control_stamps") if document.pk in returned else None
        if rule is not None:
            texts = tuple(rule.values["stamps"])
            found[document.pk] = texts if returned[document.pk] else texts[:1]
    return found
