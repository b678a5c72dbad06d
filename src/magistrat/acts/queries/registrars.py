"""Who gives acts their numbers, and in which registry (KR 6.15-6.19; DR 5.10, 6.26)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from magistrat.acts.models import Act
from magistrat.documents.models import Direction, Registry
from magistrat.documents.queries import rights
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules import approving, orders
from magistrat.rules.refusal import Refusal
from magistrat.ui import prepared

PERSONNEL_ROLE = "personnel_officer"


def registry_of(act: Act) -> Registry | None:
    """The registry of the act's series; nothing where the city has opened none; one statement."""
    wanted = orders.registries(act.kind, act.series, is_restricted=act.document.is_restricted)
    found = {
        registry.key: registry
        for registry in Registry.objects.filter(key__in=wanted, direction=Direction.ACT).select_related("department")
    }
    return next((found[key] for key in wanted if key in found), None)


def registries_of(actor: Actor, on: date) -> list[Registry]:
    """Registries of acts that the actor keeps; one statement."""
    return rights.registries_of(actor=actor, on=on, direction=Direction.ACT)


def keeps_any(actor: Actor) -> bool:
    """Whether the actor's post or unit keeps a registry of acts; one statement."""
    return _kept(actor) is not None


@prepared.first
def _kept(actor: Actor) -> QuerySet[Registry]:
    posts = [post for post in (actor.post_id, actor.own_post_id) if post is not None]
    kept = Registry.objects.filter(direction=Direction.ACT, is_open=True)
    return kept.filter(Q(clerks__in=posts) | Q(department__in=actor.departments)).order_by("pk")


def refusal(act: Act, actor: Actor, on: date) -> Refusal | None:
    """Why the actor may not register the act; nothing when he may. Two statements."""
    if actor.is_system:
        return None
    registry = registry_of(act)
    if registry is None:
        return Refusal("", "Для актів цього ряду не відкрито реєстру. Зверніться до служби діловодства.")
    marked = rights.with_clerk(actor).select_related("department").get(pk=registry.pk)
    return rights.refusal_to_register(actor=actor, registry=marked, on=on)


def clerks_of(act: Act) -> Sequence[int]:
    """Posts that keep the act's registry; two statements."""
    registry = registry_of(act)
    return list(registry.clerks.values_list("pk", flat=True)) if registry is not None else []


def keepers_of(act: Act, on: date) -> Sequence[int] | None:
    """Posts to which the act opens for its registration; nothing when to the whole unit that keeps the registry.

    Personnel orders open to those clerks who serve personnel matters, also where one unit keeps all orders (DR 5.13).
    """
    if act.kind not in approving.CLOSED_KINDS:
        return None
    clerks = clerks_of(act)
    officers = {post.pk for post in organisation.posts_with_role(PERSONNEL_ROLE, on)}
    return [post for post in clerks if post in officers] or clerks


def right_refusal(act: Act, actor: Actor, right: str, on: date) -> Refusal | None:
    """Why the actor may not send the act or certify its copies: the right by role, and it must be his unit's act."""
    if actor.is_system:
        return None
    by_role = regulation.refusal(actor=actor, right=right, on=on)
    return by_role or refusal(act, actor, on)
