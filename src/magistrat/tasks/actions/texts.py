"""Texts of resolutions and reports by which documents are found: given in the deed that writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from magistrat.documents.actions import passages
from magistrat.documents.actions.passages import Text
from magistrat.tasks.models import Report, Resolution, Task

RESOLUTION, REPORT = "resolution", "report"


def put_resolution(*, resolution: Resolution, tasks: Sequence[Task]) -> None:
    """Let the document be found by the resolution and its tasks."""
    passages.put([Text(resolution.document_id, RESOLUTION, resolution.pk, _said(resolution, tasks))])


def put_report(*, document: int, report: Report) -> None:
    """Let the document be found by the executor's report."""
    passages.put([Text(document, REPORT, report.pk, report.text)])


def of_documents(documents: Sequence[int]) -> Iterator[Text]:
    """What these documents have already; three statements."""
    for one in Resolution.objects.filter(document__in=documents).prefetch_related("tasks").order_by("id"):
        yield Text(one.document_id, RESOLUTION, one.pk, _said(one, one.tasks.all()))
    for report in Report.objects.filter(task__document__in=documents).select_related("task").order_by("id"):
        yield Text(report.task.document_id, REPORT, report.pk, report.text)


def _said(resolution: Resolution, tasks: Iterable[Task]) -> str:
    said = [resolution.author_printed, resolution.text, *(task.text for task in tasks)]
    return "\n".join(dict.fromkeys(part.strip() for part in said if part.strip()))
