"""Which posts somebody fills on a day: holds them, or stands in for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q

from magistrat.organisation import models
from magistrat.organisation.models import in_force, on_day


def filled(posts: Collection[int], on: date) -> set[int]:
    """Those of the posts in whose name somebody acts on the day; one statement."""
    return set(models.Post.objects.filter(_is_filled(on), pk__in=posts).values_list("pk", flat=True))


def vacant(roles: Collection[str], on: date) -> list[int]:
    """Ids of the posts with one of the roles in whose name nobody acts on the day, abolished ones always; one statement."""
    found = models.Post.objects.filter(~_is_filled(on), roles__overlap=list(roles))
    return list(found.order_by("id").values_list("pk", flat=True))


def _is_filled(on: date) -> Q:
    held = models.Holding.objects.filter(on_day(on), post=OuterRef("pk"))
    by_substitute = models.Holding.objects.filter(on_day(on), post=OuterRef("substitute"))
    stood_in = models.Substitution.objects.filter(in_force(on), Exists(by_substitute), absent=OuterRef("pk"))
    return Q(Exists(held)) | Q(Exists(stood_in))
