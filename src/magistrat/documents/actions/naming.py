"""Documents follow the directory: after a renaming, a merging or a separation they are found by what it says now.

The deed only marks the correspondent; the worker goes through his documents by ascending id, a batch a transaction, and keeps
on the correspondent how far it came. Killed, it goes on there; done twice, it writes the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from magistrat.documents import queue
from magistrat.documents.actions import passages
from magistrat.documents.models import Body, Correspondent, Document, DocumentCorrespondent


def begin(*, correspondents: Sequence[int]) -> None:
    """Mark that the documents of these are to be found anew, from the first; part of the deed that changed the directory."""
    Correspondent.objects.filter(pk__in=correspondents).update(words_after=0)
    queue.follow_names()


def go_on(*, limit: int) -> int:
    """Write anew by what the next documents of a waiting correspondent are found; how many, 0 when nobody waits.

    Two workers take different correspondents. A directory changed in the midst begins from the first document again.
    """
    with transaction.atomic():
        waiting = Correspondent.objects.filter(words_after__isnull=False).order_by("id")
        one = waiting.select_for_update(of=("self",), no_key=True, skip_locked=True).first()
        if one is None:
            return 0
        named = DocumentCorrespondent.objects.filter(
            Q(correspondent=one) | Q(written_as=one), document__gt=one.words_after
        )
        ids = list(named.order_by("document").values_list("document", flat=True).distinct()[:limit])
        documents = list(Document.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
        passages.fill_cards(documents)
        # What the search has not been filled with yet is filled whole, later.
        passages.gather(documents=list(Body.objects.filter(pk__in=ids).values_list("pk", flat=True)))
        one.words_after = ids[-1] if len(ids) == limit else None
        one.save(update_fields=["words_after"])
        return len(ids) or 1
