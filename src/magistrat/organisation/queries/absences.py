"""Who stands in for whom, and when."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date

from django.db.models import OuterRef, Q, QuerySet
from django.urls import reverse

from magistrat.organisation import models
from magistrat.organisation.models import in_force
from magistrat.organisation.open_work import OpenWork
from magistrat.organisation.queries import then
from magistrat.organisation.queries.signatures import acting_title
from magistrat.rules import words
from magistrat.ui import prepared


def _all() -> QuerySet[models.Substitution]:
    found = models.Substitution.objects.select_related("absent__department", "substitute__department")
    return found.annotate(
        absent_then=then.changes("post", OuterRef("since"), "absent_id"),
        substitute_then=then.changes("post", OuterRef("since"), "substitute_id"),
    )


def substitute_of(post_id: int, on: date) -> models.Substitution | None:
    """The substitution of the post in force on the day, its posts called as on that day; one statement."""
    found = _all().filter(in_force(on), absent=post_id).annotate(
        absent_on=then.changes("post", on, "absent_id"), substitute_on=then.changes("post", on, "substitute_id")
    ).first()  # fmt: skip
    if found is not None:
        then.put(found.absent, found.absent_on)
        then.put(found.substitute, found.substitute_on)
    return found


def substitutions(*, since: date | None = None, search: str = "") -> QuerySet[models.Substitution]:
    """Substitutions that still hold on `since` or later (all when it is not given), latest first; for paging by `-since, -id`."""
    found = _all().order_by("-since", "-id")
    if since is not None:
        found = found.filter(Q(until__isnull=True) | Q(until__gt=since))
    for word in search.split():
        found = found.filter(
            Q(absent__title__icontains=word)
            | Q(substitute__title__icontains=word)
            | Q(order__icontains=word)
            | Q(ground__icontains=word)
        )
    return found


def substitution(substitution_id: int) -> models.Substitution:
    """One substitution; one statement.

    :raises Substitution.DoesNotExist: when there is none.
    """
    return _all().get(pk=substitution_id)


@prepared.prepared
def absences_of(post_ids: Sequence[int]) -> QuerySet[models.Substitution]:
    """All substitutions in which one of the posts is absent or stands in, latest first; one statement."""
    return _all().filter(Q(absent__in=post_ids) | Q(substitute__in=post_ids)).order_by("-since", "-id")[:100]


def performed_by(post_id: int, on: date) -> list[OpenWork]:
    """Whose duties the post performs on the day or is to perform later, for whoever frees or abolishes it; one statement."""
    found = _all().filter(Q(until__isnull=True) | Q(until__gt=on), substitute=post_id, cancelled_at__isnull=True)
    return [
        OpenWork(
            1,
            f"{acting_title(one.absent, one.substitute)}, з {words.day(one.since)}"
            + (f" до {words.day(one.last_day)}" if one.last_day else ""),
            reverse("organisation:substitution", args=[one.pk]),
        )
        for one in found.order_by("since", "id")
    ]


def wanting_order(on: date) -> Sequence[models.Substitution]:
    """Substitutions begun or agreed whose order has no number yet, earliest first; one statement."""
    found = _all().filter(order="", ground_kind=models.Substitution.Ground.MAYOR_ORDER, cancelled_at__isnull=True)
    return list(found.filter(Q(until__isnull=True) | Q(until__gt=on)).order_by("since", "id"))


def with_names(found: Sequence[models.Substitution]) -> Sequence[models.Substitution]:
    """The same rows with `absent_name`, `substitute_name`, `signature_name`: who held the posts on the first day; one statement.

    Posts and people are called as on that day.
    """
    posts = {post for one in found for post in (one.absent_id, one.substitute_id)}
    held: dict[int, list[models.Holding]] = {}
    holdings = models.Holding.objects.filter(post__in=posts).select_related("person")
    for holding in holdings.annotate(person_ever=then.ever("person", "person_id")):
        held.setdefault(holding.post_id, []).append(holding)
    for one in found:
        then.put(one.absent, one.absent_then)
        then.put(one.substitute, one.substitute_then)
        absent, substitute = (_holder(held.get(post, ()), one.since) for post in (one.absent_id, one.substitute_id))
        one.absent_name = absent.short_name if absent else ""
        one.substitute_name = substitute.short_name if substitute else ""
        one.signature_name = substitute.signature_name if substitute else ""
    return found


def _holder(held: Sequence[models.Holding], on: date) -> models.Person | None:
    """Who held the post on the day, a copy called as on that day: of each substitution another."""
    holding = next((holding for holding in held if holding.holds(on)), None)
    return then.put(copy(holding.person), then.after(holding.person_ever, on)) if holding else None
