"""Saved views that a person sees over a list."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from magistrat.documents.models import SavedView, ViewChoice
from magistrat.journal.actor import Actor
from magistrat.ui import prepared


def views(*, actor: Actor, place: str) -> Sequence[SavedView]:
    """Own views of the list by name, then those shared with the person's departments; one statement.

    Each carries `is_own`.
    """
    found = _seen(actor, place)
    for one in found:
        one.is_own = one.owner_id == actor.person_id
    return sorted(found, key=lambda one: (not one.is_own, one.title.casefold(), one.pk))


def first(*, actor: Actor, place: str) -> SavedView | None:
    """The view with which the list opens for the person, while he sees it; one statement."""
    found = _chosen(actor, place)
    return found.view if found else None


@prepared.prepared
def _seen(actor: Actor, place: str) -> QuerySet[SavedView]:
    mine = Q(owner=actor.person_id) | Q(department__in=actor.departments)
    found = SavedView.objects.filter(mine, place=place, removed_at__isnull=True)
    return found.select_related("owner", "department").order_by("id")


@prepared.first
def _chosen(actor: Actor, place: str) -> QuerySet[ViewChoice]:
    mine = Q(view__owner=actor.person_id) | Q(view__department__in=actor.departments)
    chosen = ViewChoice.objects.filter(mine, place=place, person=actor.person_id, view__removed_at__isnull=True)
    return chosen.select_related("view").order_by("pk")
