"""Files whose text is being read or could not be read, for those who keep them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, QuerySet

from magistrat.documents.models import File
from magistrat.documents.queries.access import visible
from magistrat.journal.actor import Actor

MOST_SHOWN = 100


def going_on(*, actor: Actor) -> Sequence[File]:
    """Files that wait or are read now, oldest first; one statement."""
    found = _files(actor).filter(blob__reading__state__in=["waiting", "running"])
    return list(found.order_by("blob__reading__asked_at", "id")[:MOST_SHOWN])


def unread(*, actor: Actor) -> Sequence[File]:
    """Files that could not be read, or not wholly, newest first; one statement."""
    found = _files(actor).filter(blob__reading__state__in=["failed", "partly"])
    return list(found.order_by(F("blob__reading__finished_at").desc(nulls_last=True), "-id")[:MOST_SHOWN])


def _files(actor: Actor) -> QuerySet[File]:
    found = File.objects.filter(document__in=visible(actor), removed_at__isnull=True, replaced_by__isnull=True)
    return found.select_related("blob__reading", "document").defer("document__lemmas", "document__search_text")
