"""A document comes on control again: the time that has ended is kept, and with it the figures of its months."""

from __future__ import annotations

from collections.abc import Iterable

from magistrat.tasks.models import Control, PastControl

# What both say: how the time on control began, until when it lasted and how it ended.
KEPT = [field.attname for field in PastControl._meta.concrete_fields if field.name != "id"]


def keep(*, documents: Iterable[int]) -> None:
    """Keep the ended controls of these documents before they are written anew; part of the deed that sets control.

    The journal has told each of their deeds already. So many statements for any number of documents.
    """
    ended = Control.objects.select_for_update().filter(document__in=list(documents), state=Control.State.OFF)
    PastControl.objects.bulk_create(
        PastControl(**{name: getattr(control, name) for name in KEPT}) for control in ended.order_by("id")
    )
