"""What this app says when another asks before a deed of its own."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from magistrat.regulation import queries as regulation
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries as tasks

if TYPE_CHECKING:
    from magistrat.documents.models import Document


def filing_refusal(document: Document, at: datetime) -> Refusal | None:
    """Why the document may not be put into its file yet: it is on control, or a task is open (KR 8.14; DR 10.22).

    Nor may what must be on control and never was (KR 8.3; DR 8.3), but for what came from the earlier books.
    """
    rules = regulation.rules_of(document.edition_id)
    entry = rules.get("write_off_by_author") or rules.entry("write_off_to_file")
    control = tasks.control_of(document=document.pk)
    if control is not None and control.state != control.State.OFF:
        return entry.refusal("Документ перебуває на контролі: до справи його списує керівник після виконання.")
    if pending := tasks.unfinished_main(document=document.pk):
        names = ", ".join(task.executor.title for task in pending)
        return entry.refusal(f"За документом є невиконані завдання: {names}.")
    refusal = None
    if control is None and document.is_registered:
        refusal = tasks.unwatched_refusal(document=document, rules=rules)
    return None if refusal is None or tasks.came_from_earlier_books(document=document.pk) else refusal


def executed_on(document: Document) -> date | None:
    """The last day on which a task of the document was done."""
    return tasks.last_done_on(document=document.pk)


def executing(document: Document) -> set[int]:
    """Departments whose people have tasks by the document's resolutions."""
    return tasks.executing_departments(document=document.pk)


def handing_refusal(document: Document, post: int, at: datetime) -> Refusal | None:
    """Why the paper original may not be handed to the post: of executors only the first gets it on paper (KR 8.5).

    Whoever considers the paper, and his assistant, is no executor. Where a resolution only informs, those it informs get the
    paper; what has gone unregistered to a department never gets an executor.
    """
    entry = regulation.rules_of(document.edition_id).get("paper_to_first_executor")
    if entry is None or entry.values["paper_to"] != "main_executor" or document.direction != "incoming":
        return None
    if document.state == document.State.PASSED_ON:
        return None
    first = tasks.first_executors(document=document.pk)
    if post in first or tasks.considers(document=document, post=post):
        return None
    informed = {} if first else tasks.informed(document=document.pk)
    if post in informed:
        return None
    if informed:
        names = ", ".join(informed.values())
        return entry.refusal(f"За резолюцією документ лише доводять до відома: оригінал отримує {names}.")
    if not first:
        return entry.refusal("Резолюції ще немає: оригінал передають лише тому, хто розглядає документ.")
    return entry.refusal(f"Паперовий оригінал отримує лише перший виконавець: {', '.join(first.values())}.")
