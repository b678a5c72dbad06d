"""Control in figures: put on, taken off, still on, late; of documents and of points that come off by themselves (KR 8.11)."""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Value

from magistrat.reports.periods import Period
from magistrat.reports.queries.execution import Figure
from magistrat.rules.moments import moment
from magistrat.tasks.models import Control, ControlPoint, PastControl
from magistrat.tasks.queries import late
from magistrat.ui.together import Together

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
OF_PERIOD = tuple(figure.key for figure in CONTROL if figure.is_of_period)
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
    """Documents put on control, taken off it, still on it and late on it; two statements.

    Each time on control is counted: of a document that came on control again also those before (`PastControl`).
    """
    wanted = _conditions(period, late.controls(on))
    found = _counted(Control.objects.all(), wanted)
    past = _counted(PastControl.objects.all(), {key: wanted[key] for key in OF_PERIOD})
    return {key: count + past.get(key, 0) for key, count in found.items()}


def control_points(*, period: Period, on: date) -> Mapping[str, int]:
    """The same of points that come off control by themselves; one statement."""
    return _counted(ControlPoint.objects.all(), _conditions(period, late.points(on)))


def control_list(*, period: Period, figure: str, on: date) -> Together:
    """The documents that a figure of control counts, for the list that it opens, in an order that ends with `past` and `id`.

    :raises KeyError: no such figure.
    """
    wanted = _conditions(period, late.controls(on))[figure]
    models = (Control, PastControl) if figure in OF_PERIOD else (Control,)
    return Together(
        *(
            model._default_manager.filter(wanted).annotate(past=Value(number)).select_related(*DOCUMENT)
            for number, model in enumerate(models)
        )
    )


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


def _counted(found: QuerySet[Any], wanted: Mapping[str, Q]) -> Mapping[str, int]:
    # Each condition has its index; what none of them counts, years of past control, is not read. What is late is on control.
    read = (condition for key, condition in wanted.items() if key != "overdue")
    any_of_them = found.filter(functools.reduce(operator.or_, read))
    return any_of_them.aggregate(**{key: Count("id", filter=condition) for key, condition in wanted.items()})


def _begin(day: date) -> datetime:
    return moment(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - Kyiv's midnight
