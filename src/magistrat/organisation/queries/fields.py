"""Fields of responsibility: which leader answers for which subject and department (розподіл обов'язків)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from magistrat.organisation import models
from magistrat.organisation.models import on_day
from magistrat.organisation.queries import structure, then
from magistrat.regulation import queries as regulation
from magistrat.rules.edition import Entry


def fields_on(on: date) -> Sequence[models.Field]:
    """The whole distribution of the day, leaders by rank with `held_today`; two statements."""
    held = models.Holding.objects.filter(on_day(on)).select_related("person")
    held = held.annotate(person_then=then.changes("person", on, "person_id"))
    found = _as_then(models.Field.objects.filter(_holds(on)), on)
    found = found.prefetch_related(Prefetch("leader__holdings", held, to_attr="held_today"))
    rows = _put(found.order_by("leader__rank", "leader_id", "department__name", "subject", "id"))
    for holding in {id(one): one for row in rows for one in row.leader.held_today}.values():
        then.put(holding.person, holding.person_then)
    return rows


def fields_of(leader_id: int, on: date) -> Sequence[models.Field]:
    """What one leader answers for on the day; one statement."""
    found = _as_then(models.Field.objects.filter(_holds(on), leader=leader_id), on)
    return _put(found.order_by("department__name", "subject", "id"))


def department_led_by(department_id: int, on: date) -> Sequence[models.Field]:
    """Which leaders coordinate the department on the day; one statement."""
    found = _as_then(models.Field.objects.filter(_holds(on), department=department_id), on)
    return _put(found.order_by("leader__rank", "id"))


def leader_of(department_id: int, on: date) -> models.Post | None:
    """The leader who coordinates the department on the day, or the one who coordinates the department above it; two statements."""
    above = structure.department(department_id, on).parent_id
    wanted = [one for one in (department_id, above) if one]
    found = _as_then(models.Field.objects.filter(_holds(on), department__in=wanted), on)
    nearest = sorted(_put(found.order_by("leader__rank")), key=lambda one: one.department_id != department_id)
    return nearest[0].leader if nearest else None


def _holds(on: date) -> Q:
    """Fields of the day: of a leader and a department that are there."""
    return on_day(on) & on_day(on, "leader__") & (Q(department__isnull=True) | on_day(on, "department__"))


def _as_then(found: QuerySet[models.Field], on: date) -> QuerySet[models.Field]:
    leader, department = then.changes("post", on, "leader_id"), then.changes("department", on, "department_id")
    return found.select_related("leader", "department").annotate(leader_then=leader, department_then=department)


def _put(found: QuerySet[models.Field]) -> list[models.Field]:
    rows = list(found)
    for one in rows:
        then.put(one.leader, one.leader_then)
        if one.department is not None:
            then.put(one.department, one.department_then)
    return rows


def duty_rule(on: date) -> Entry | None:
    """The clause by which duties are distributed; nothing when the regulation has none."""
    return regulation.rules_on(on).get("duty_distribution")
