"""Control points: those of a document, the list of all, those to submit and to write off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from magistrat.documents import queries as documents
from magistrat.documents.queries.access import heavy
from magistrat.journal.actor import Actor
from magistrat.rules import control as control_rules
from magistrat.rules.edition import Edition
from magistrat.tasks.models import Control, ControlPoint, Task
from magistrat.tasks.queries import deciding
from magistrat.tasks.queries.of_document import Decider, Stand, may_submit, may_write_off, unfinished
from magistrat.ui import prepared

# The task of a point is cancelled when its repetition was stopped before anything was done.
ENDED = (Task.State.DONE, Task.State.CANCELLED)


def counted() -> Mapping[str, Any]:
    """How many points a control has and how many are off, for a list of controls: not those of earlier times on control."""
    present = ControlPoint.objects.filter(control=OuterRef("pk"), set_at__gte=OuterRef("set_at"))
    own = present.order_by().values("control")
    return {
        "points_all": Coalesce(Subquery(own.annotate(n=Count("id")).values("n")), 0),
        "points_off": Coalesce(Subquery(own.filter(state=Control.State.OFF).annotate(n=Count("id")).values("n")), 0),
    }


def document_of_point(*, point: int) -> int:
    """The id of the document whose point this is.

    :raises ObjectDoesNotExist: when there is none.
    """
    return int(ControlPoint.objects.values_list("control__document_id", flat=True).get(pk=point))


def point_of(*, point: int) -> ControlPoint | None:
    """One point; one statement."""
    return ControlPoint.objects.select_related("task", "control").filter(pk=point).first()


@prepared.prepared
def points_of(*, control: int) -> QuerySet[ControlPoint]:
    """The document's points with their executors, in the order in which they were given; one statement."""
    found = ControlPoint.objects.filter(control=control).select_related(
        "task", "task__executor", "task__giver", "removal_letter"
    )
    return found.defer(*heavy("removal_letter")).order_by("task__resolution_id", "id")


@prepared.prepared
def points_to_submit(*, units: Sequence[int], limit: int = 50) -> QuerySet[ControlPoint]:
    """Points that are over while others of the document are not: the control specialist submits them one by one (KR 8.11).

    A point is over when it is done, or its repetition was stopped.
    """
    found = ControlPoint.objects.filter(
        Exists(unfinished().filter(document_id=OuterRef("control__document_id"))),
        state=Control.State.ON,
        task__state__in=ENDED,
        control__unit__in=units,
        control__only_source_removes=False,
    ).exclude(control__state=Control.State.OFF)
    return found.select_related("task", "control__document").defer(*heavy("control__document")).order_by("id")[:limit]


@prepared.prepared
def points_submitted(
    *, actor: Actor, authors: Sequence[int], apart: Sequence[str], is_theirs: bool, limit: int = 50
) -> QuerySet[ControlPoint]:
    """Points that wait for the word at a desk (`deciding.decides_for`), of documents that the actor sees; one statement."""
    of_kinds = Q(control__document__kind__key__in=apart)
    found = ControlPoint.objects.filter(
        deciding.waits(Q(task__giver__in=authors), of_kinds, is_theirs=is_theirs), state=Control.State.SUBMITTED,
        control__document__in=documents.visible(actor),
    )  # fmt: skip
    return found.select_related("task", "control__document").defer(*heavy("control__document")).order_by("id")[:limit]


def point_deeds(
    *, point: ControlPoint, control: Control, kind: str, stand: Stand, rules: Edition, decider: Decider
) -> list[str]:
    """What the person may do about the point, the usual first; the action decides."""

    def may(right: str) -> bool:
        return rules.may(right, stand.roles) is None

    if point.state == Control.State.OFF:
        return []
    found = []
    if point.state == Control.State.SUBMITTED and may("control.write_off"):
        is_his = may_write_off(kind, decider(point.task.giver), stand, rules)
        found += ["point_off", "point_leave"] if is_his else []
    in_unit = control.unit_id in stand.departments
    if point.state == Control.State.ON and point.task.state in ENDED and may_submit(control, kind, stand, rules):
        found.append("point_submit")
    if in_unit and may("control.remove_by_source") and control_rules.source_letter_removes(rules, kind):
        found.append("point_by_source")
    return found
