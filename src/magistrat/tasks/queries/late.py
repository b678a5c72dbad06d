"""`rules.lateness.is_late` as a condition of lists and figures: one rule for chips, desks, lists and reports."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from magistrat.tasks.models import Control, Task


def tasks(on: date) -> Q:
    """Tasks whose term was missed as seen on the day: by the day of execution where there is one."""
    return _late("due_on", on, "done_on")


def controls(on: date) -> Q:
    """Documents on control whose term was missed: work done in time is not late while its case waits to be submitted."""
    return _late("due_on", on, "done_on", "off_on")


def points(on: date) -> Q:
    """Control points whose term was missed, in the same way; not those that wait for no day: `ControlPoint.due_on`."""
    return _late("task__due_on", on, "task__done_on", "off_on") & ~waits_for_no_day()


def waits_for_no_day() -> Q:
    """Control points whose repetition was stopped before anything was done: `ControlPoint.due_on`."""
    return Q(task__state=Task.State.CANCELLED) & ~Q(state=Control.State.OFF)


def _late(due: str, on: date, *days: str) -> Q:
    # The term alone first: lists have their index on it.
    executed = F(days[0]) if len(days) == 1 else Coalesce(*days)
    undone = Q(**{f"{day}__isnull": True for day in days})
    return Q(**{f"{due}__lt": on}) & (undone | Q(**{f"{due}__lt": executed}))
