"""What has been read: texts of contents, progress of their reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Avg

from magistrat.texts.models import Page, Reading


def pages(sha256: str) -> Sequence[Page]:
    """The content's pages in order, with their texts; one statement."""
    return list(Page.objects.filter(reading=sha256).defer("words").order_by("number"))


def text(sha256: str) -> str:
    """The whole text read so far, pages divided by a form feed; one statement."""
    found = Page.objects.filter(reading=sha256, state=Page.State.DONE).order_by("number")
    return "\f".join(found.values_list("text", flat=True))


def progress(contents: Iterable[str]) -> dict[str, Reading]:
    """The readings of these contents, each with `confidence` (percent, mean of its recognised pages); one statement."""
    found = Reading.objects.filter(pk__in=list(contents)).annotate(confidence=Avg("sheets__confidence"))
    return {reading.pk: reading for reading in found}


def unfinished() -> Sequence[Reading]:
    """What waits and is read now, oldest first; one statement."""
    states = [Reading.State.WAITING, Reading.State.RUNNING]
    return list(Reading.objects.filter(state__in=states).select_related("blob").order_by("asked_at", "blob")[:200])
