"""What has been read: texts of contents, progress of their reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Avg, Count, Exists, F, OuterRef, Q

from magistrat.storage import kinds as storage_kinds
from magistrat.storage import queries as storage
from magistrat.texts.models import Derived, Page, Reading

UNFINISHED = [Reading.State.WAITING, Reading.State.RUNNING]
MOST_SHOWN = 200


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
    return list(
        Reading.objects.filter(state__in=UNFINISHED).select_related("blob").order_by("asked_at", "blob")[:MOST_SHOWN]
    )


def unopened(before: datetime) -> Sequence[str]:
    """Contents asked before that moment whose pages are not all counted yet; one statement."""
    found = Reading.objects.filter(state__in=UNFINISHED, asked_at__lt=before).annotate(known=Count("sheets"))
    return list(found.filter(Q(pages=0) | Q(known__lt=F("pages"))).values_list("pk", flat=True)[:MOST_SHOWN])


def unread_pages(limit: int) -> Sequence[int]:
    """Pages that wait to be recognised, oldest first; one statement."""
    return list(Page.objects.filter(state=Page.State.WAITING).order_by("id").values_list("pk", flat=True)[:limit])


def unended() -> Sequence[str]:
    """Readings that go on although no page of theirs waits: the worker died between the last page and the end; one statement."""
    waiting = Page.objects.filter(reading=OuterRef("pk"), state=Page.State.WAITING)
    found = Reading.objects.filter(~Exists(waiting), state=Reading.State.RUNNING, pages__gt=0)
    return list(
        found.annotate(known=Count("sheets")).filter(known=F("pages")).values_list("pk", flat=True)[:MOST_SHOWN]
    )


def without_layer(limit: int) -> Sequence[str]:
    """Contents whose PDF with a layer of text is wanted still; one statement."""
    found = Reading.objects.filter(layer_tries__isnull=False).order_by("blob")
    return list(found.values_list("pk", flat=True)[:limit])


def made_of(sha256: str, kind: str) -> str:
    """The content that was made of this one; "" when there is none; one statement."""
    found = Derived.objects.filter(source=sha256, kind=kind).values_list("blob_id", flat=True).first()
    return found or ""


def derived(contents: Iterable[str]) -> dict[tuple[str, str], Derived]:
    """All that was made of these contents, by content and kind; one statement."""
    return {(one.source_id, one.kind): one for one in Derived.objects.filter(source__in=list(contents))}


def drawn_from(sha256: str) -> tuple[str, bool]:
    """The file in which the content's pages are drawn, and whether it is a PDF; two statements at most."""
    if made := made_of(sha256, Derived.Kind.PAGES):
        return str(storage.path_of(made)), True
    blob = storage.blob(sha256)
    return str(storage.path_of(sha256)), blob is not None and blob.media_type == storage_kinds.PDF


def page(sha256: str, number: int) -> Page | None:
    """One page with the places of its words; one statement."""
    return Page.objects.filter(reading=sha256, number=number).first()


def first_pages(contents: Iterable[str]) -> dict[str, str]:
    """The text of the first page of each content that is read; one statement."""
    found = Page.objects.filter(reading__in=list(contents), number=1, state=Page.State.DONE)
    return dict(found.values_list("reading_id", "text"))
