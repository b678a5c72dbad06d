"""Control in figures: put on, taken off, still on, late; of documents and of points that come off by themselves (KR 8.11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from magistrat.reports.periods import Period
from magistrat.reports.queries.execution import Figure
from magistrat.rules.moments import moment
from magistrat.tasks.models import Control, ControlPoint
from magistrat.tasks.queries import late

CONTROL = (
    Figure("put_on", "Узято на контроль"),
    Figure("off", "Знято з контролю"),
    Figure("now", "На контролі зараз", is_of_period=False),
    Figure("overdue", "З них прострочено", is_bad=True, heading="На контролі прострочено", is_of_period=False),
)
POINTS = (
    Figure("put_on", "Пунктів узято на контроль", heading="Пункти, узяті на контроль"),
    Figure("off", "Пунктів знято з контролю", heading="Пункти, зняті з контролю"),
    Figure("now", "Пунктів на контролі зараз", heading="Пункти на контролі", is_of_period=False),
    Figure("overdue", "З них прострочено", is_bad=True, heading="Прострочені контрольні пункти", is_of_period=False),
)
DOCUMENT = ("document", "document__kind", "document__correspondent", "leader", "unit")
POINT = (
    "task",
    "task__executor",
    "task__department",
    "control",
    "control__document",
    "control__document__correspondent",
)


def control(*, period: Period, on: date) -> Mapping[str, int]:
    """Documents put on control, taken off it, still on it and late on it; one statement."""
    return _counted(Control.objects.all(), _conditions(period, late.controls(on)))


def control_points(*, period: Period, on: date) -> Mapping[str, int]:
    """The same of points that come off control by themselves; one statement."""
    return _counted(ControlPoint.objects.all(), _conditions(period, late.points(on)))


def control_list(*, period: Period, figure: str, on: date) -> QuerySet[Control]:
    """The documents that a figure of control counts, for the list that it opens.

    :raises KeyError: no such figure.
    """
    wanted = _conditions(period, late.controls(on))[figure]
    return Control.objects.filter(wanted).select_related(*DOCUMENT)


def points_list(*, period: Period, figure: str, on: date) -> QuerySet[ControlPoint]:
    """The points that a figure of control counts, for the list that it opens.

    :raises KeyError: no such figure.
    """
    wanted = _conditions(period, late.points(on))[figure]
    return ControlPoint.objects.filter(wanted).select_related(*POINT)


def _conditions(period: Period, is_late: Q) -> dict[str, Q]:
    now = ~Q(state=Control.State.OFF)
    return {
        "put_on": Q(set_at__gte=_begin(period.since), set_at__lt=_begin(period.until)),
        "off": Q(off_on__gte=period.since, off_on__lt=period.until),
        "now": now,
        "overdue": now & is_late,
    }


def _counted(found: QuerySet[Control] | QuerySet[ControlPoint], wanted: Mapping[str, Q]) -> Mapping[str, int]:
    # Each condition has its index; what none of them counts, years of past control, is not read.
    any_of_them = found.filter(wanted["put_on"] | wanted["off"] | wanted["now"])
    return any_of_them.aggregate(**{key: Count("id", filter=condition) for key, condition in wanted.items()})


def _begin(day: date) -> datetime:
    return moment(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - Kyiv's midnight
