"""Fields of responsibility: which leader answers for which subject and department (розподіл обов'язків)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch

from magistrat.organisation import models
from magistrat.organisation.models import on_day
from magistrat.regulation import queries as regulation
from magistrat.rules.edition import Entry


def fields_on(on: date) -> Sequence[models.Field]:
    """The whole distribution of the day, leaders by rank with `held_today`; two statements."""
    held = models.Holding.objects.filter(on_day(on)).select_related("person")
    found = models.Field.objects.filter(on_day(on)).select_related("leader", "department")
    found = found.prefetch_related(Prefetch("leader__holdings", held, to_attr="held_today"))
    return list(found.order_by("leader__rank", "leader_id", "department__name", "subject", "id"))


def fields_of(leader_id: int, on: date) -> Sequence[models.Field]:
    """What one leader answers for on the day; one statement."""
    found = models.Field.objects.filter(on_day(on), leader=leader_id).select_related("department")
    return list(found.order_by("department__name", "subject", "id"))


def department_led_by(department_id: int, on: date) -> Sequence[models.Field]:
    """Which leaders coordinate the department on the day; one statement."""
    found = models.Field.objects.filter(on_day(on), department=department_id).select_related("leader")
    return list(found.order_by("leader__rank", "id"))


def leader_of(department_id: int, on: date) -> models.Post | None:
    """The leader who coordinates the department on the day, or the one who coordinates the department above it; two statements."""
    above = models.Department.objects.values_list("parent", flat=True).get(pk=department_id)
    wanted = [one for one in (department_id, above) if one]
    found = list(
        models.Field.objects.filter(on_day(on), department__in=wanted).select_related("leader").order_by("leader__rank")
    )
    nearest = sorted(found, key=lambda one: one.department_id != department_id)
    return nearest[0].leader if nearest else None


def duty_rule(on: date) -> Entry | None:
    """The clause by which duties are distributed; nothing when the regulation has none."""
    return regulation.rules_on(on).get("duty_distribution")
