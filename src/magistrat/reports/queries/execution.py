"""Execution of documents by department and person: each figure is the count of the list that it opens."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from magistrat.organisation.models import Department, Post
from magistrat.reports.periods import Period
from magistrat.tasks.models import Extension, Task
from magistrat.tasks.queries import late

OPEN = [Task.State.GIVEN, Task.State.TAKEN, Task.State.REPORTED, Task.State.HEAD_ACCEPTED]
COUNTED = [*OPEN, Task.State.DONE]


@dataclass(frozen=True)
class Figure:
    """A figure of the report: its name and title.

    :param heading: of the list that it opens, where the title alone says too little.
    :param is_of_period: it counts what happened in the period, not how things stand on the day of the report.
    """

    key: str
    title: str
    is_bad: bool = False
    heading: str = ""
    is_of_period: bool = True

    def heading_in(self, period: Period) -> str:
        """The heading of the list that it opens."""
        heading = self.heading or self.title
        return f"{heading}: {period.name}" if self.is_of_period else heading


FIGURES = (
    Figure("due", "Строк настав"),
    Figure("in_time", "Виконано вчасно"),
    Figure("late", "Виконано із запізненням", is_bad=True),
    Figure("overdue", "Не виконано в строк", is_bad=True),
    Figure("running", "У роботі, строк не минув"),
    Figure("extended", "Строк продовжено"),
)


def condition(figure: str, on: date) -> Q:
    """Which tasks of a period the figure counts; late is decided by the day of execution.

    :param on: the day on which the report is looked at: an open task is overdue when its term has passed.
    """
    done = Q(state=Task.State.DONE)
    # A report waiting for acceptance has been done on the day it was given, if it is accepted; until then it is open.
    return {
        "due": Q(),
        "in_time": done & Q(done_on__lte=F("due_on")),
        "late": done & Q(done_on__gt=F("due_on")),
        "overdue": ~done & late.tasks(on),
        "running": ~done & Q(due_on__gte=on),
        # One look at the granted ones for all tasks, not one for each task.
        "extended": Q(
            pk__in=Extension.objects.filter(state=Extension.State.GRANTED, new_due_on__gt=F("old_due_on")).values(
                "task"
            )
        ),
    }[figure]


def tasks_of(period: Period) -> QuerySet[Task]:
    """Tasks whose term lies in the period, without those for information, returned or cancelled."""
    return Task.objects.filter(due_on__gte=period.since, due_on__lt=period.until, state__in=COUNTED).exclude(
        part=Task.Part.INFO
    )


def list_of(
    *, period: Period, figure: str, on: date, department: int | None = None, executor: int | None = None
) -> QuerySet[Task]:
    """The tasks that a figure counts, for the list that it opens."""
    found = tasks_of(period).filter(condition(figure, on))
    if department is not None:
        found = found.filter(department_id=department)
    if executor is not None:
        found = found.filter(executor_id=executor)
    return found.select_related("document", "document__kind", "document__correspondent", "executor", "department")


@dataclass(frozen=True)
class Row:
    """A department's or an executor's figures, with those of the previous period."""

    id: int
    name: str
    figures: Mapping[str, int]
    before: Mapping[str, int] = field(default_factory=dict)

    @property
    def share(self) -> int | None:
        """Per cent of what was due and judged that was done in time; nothing where nothing was judged."""
        return share_of(self.figures)

    @property
    def share_before(self) -> int | None:
        """The same of the previous period."""
        return share_of(self.before)


def share_of(figures: Mapping[str, int]) -> int | None:
    """Per cent done in time of all whose term has come."""
    judged = sum(figures.get(key, 0) for key in ("in_time", "late", "overdue"))
    return round(100 * figures.get("in_time", 0) / judged) if judged else None


def execution(*, period: Period, on: date, by: str = "department", department: int | None = None) -> Sequence[Row]:
    """Figures by department, or by executor of one department, beside the previous period; three statements."""
    now, before = _figures(period, on, by, department), _figures(period.previous, on, by, department)
    keys = now.keys() | before.keys()
    rows = [Row(key, name, now.get(key, {}), before.get(key, {})) for key, name in _names(by, keys)]
    return sorted(rows, key=lambda row: row.name)


def _names(by: str, keys: Collection[int]) -> Iterable[tuple[int, str]]:
    """Asked for apart: joined, they would be compared once for each task."""
    if by == "department":
        return Department.objects.filter(pk__in=keys).values_list("pk", "short_name")
    return Post.objects.filter(pk__in=keys).values_list("pk", "title")


def _figures(period: Period, on: date, by: str, department: int | None) -> dict[int, dict[str, int]]:
    found = tasks_of(period)
    if department is not None:
        found = found.filter(department_id=department)
    counts = {figure.key: Count("id", filter=condition(figure.key, on)) for figure in FIGURES if figure.key != "due"}
    rows = found.values(f"{by}_id").annotate(due=Count("id"), **counts).order_by()
    return {row[f"{by}_id"]: {figure.key: row[figure.key] for figure in FIGURES} for row in rows}


def total(rows: Sequence[Row], *, before: bool = False) -> dict[str, int]:
    """The sum of the rows' figures."""
    chosen = [row.before if before else row.figures for row in rows]
    return {figure.key: sum(row.get(figure.key, 0) for row in chosen) for figure in FIGURES}
