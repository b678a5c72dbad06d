"""Workbooks that were brought in: their state, faults and log."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from magistrat.moving.models import Import, ImportFault, ImportRow


def newest(limit: int = 50) -> Sequence[Import]:
    """The latest workbooks; one statement."""
    return list(Import.objects.order_by("-id")[:limit])


def whole(import_id: int) -> Import:
    """One workbook; one statement.

    :raises Import.DoesNotExist: when there is none.
    """
    return Import.objects.get(pk=import_id)


def faults(import_id: int) -> QuerySet[ImportFault]:
    """What is wrong, in the order of the sheets' rows; for paging by `id`."""
    return ImportFault.objects.filter(whole=import_id)


def refused(import_id: int) -> QuerySet[ImportRow]:
    """Rows that were not brought in; for paging by `id`."""
    return ImportRow.objects.filter(whole=import_id, outcome=ImportRow.Outcome.REFUSED)


def under_way() -> list[tuple[int, str]]:
    """Id and state of what a worker is at or has to be; one statement."""
    states = (Import.State.CHECKING, Import.State.RUNNING)
    return list(Import.objects.filter(state__in=states).order_by("id").values_list("pk", "state"))
