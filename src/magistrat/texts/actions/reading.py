"""The reading itself: a content is opened and its pages counted, then each page is read by whichever worker is free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from magistrat.storage import queries as storage
from magistrat.texts import claims, hooks, kinds, queries, queue, tries
from magistrat.texts.actions import deriving
from magistrat.texts.models import Derived, Page, Reading
from magistrat.texts.process import read
from magistrat.texts.readers.trouble import Interrupted, Unreadable
from magistrat.ui.refusals import Away

# Pages written in one transaction.
BATCH = 50
OPENING_SECONDS = 180
A_MINUTE = timedelta(minutes=1)
INFECTED = "Файл заражений: його замкнено й не читають."
UNKNOWN = "Файли цього виду система не читає."


def open_content(*, sha256: str, at: datetime) -> None:
    """Read what the content carries as text; leave the other pages to recognition."""
    with claims.claimed(claims.CONTENT, int(sha256[:8], 16)) as is_mine:
        if is_mine:
            _open(Reading.objects.select_related("blob").get(pk=sha256), at)


def _open(reading: Reading, at: datetime) -> None:
    if reading.state not in {Reading.State.WAITING, Reading.State.RUNNING}:
        return
    if storage.unscanned([reading.pk]):
        queue.put_content(reading.pk, at + A_MINUTE)
        return
    kind = kinds.of(reading.blob.media_type)
    if storage.infected([reading.pk]) or kind is None:
        _close(reading, Reading.State.NO_TEXT, at, UNKNOWN if kind is None else INFECTED)
        return
    if tries.is_deadly(reading.tries, reading.reason):
        _close(reading, Reading.State.FAILED, at, tries.BROKEN_OFF)
        return
    try:
        storage.path_of(reading.pk)
    except Away:
        # No try of the content's own: it waits for the storage as long as it must.
        queue.put_content(reading.pk, at + A_MINUTE)
        return
    # Before the reading: what kills the worker must not kill it for ever.
    Reading.objects.filter(pk=reading.pk).update(
        state=Reading.State.RUNNING, started_at=at, tries=reading.tries + 1, reason=""
    )
    try:
        reading.note = deriving.make_pages(reading=reading, kind=kind, at=at) if kind.office else ""
        reading.unit, texts = _texts(reading, kind)
    except (Interrupted, Away) as reason:
        _again(reading, str(reason), at)
        return
    except Unreadable as reason:
        _close(reading, Reading.State.FAILED, at, str(reason))
        return
    _write(reading, texts, at)


def _again(reading: Reading, reason: str, at: datetime) -> None:
    """Later once more, as often as it is worth the while."""
    when = tries.next_at(reading.tries + 1, at)
    if when is None:
        _close(reading, Reading.State.FAILED, at, tries.GIVEN_UP)
        return
    with transaction.atomic():
        Reading.objects.filter(pk=reading.pk).update(reason=reason[:500])
        queue.put_content(reading.pk, when)


def _texts(reading: Reading, kind: kinds.Kind) -> tuple[str, Sequence[str | None]]:
    """The texts of its pages; of a document whose pages LibreOffice has made, page by page as they are shown."""
    reader, source = kind.reader, reading.pk
    if kind.paged and (made := queries.made_of(reading.pk, Derived.Kind.PAGES)):
        reader, source = "pdf", made
    answer = read(reader, path=str(storage.path_of(source)), seconds=OPENING_SECONDS)
    return answer.get("unit", Reading.Unit.PAGE), answer["pages"]


def _close(reading: Reading, state: str, at: datetime, reason: str) -> None:
    Reading.objects.filter(pk=reading.pk).update(state=state, reason=reason[:500], finished_at=at)


def _write(reading: Reading, texts: Sequence[str | None], at: datetime) -> None:
    """Write the pages, some in each transaction: after a killed worker the next one goes on where it stopped."""
    Reading.objects.filter(pk=reading.pk).update(pages=len(texts), unit=reading.unit, note=reading.note)
    known = set(Page.objects.filter(reading=reading).values_list("number", flat=True))
    fresh = [(number, text) for number, text in enumerate(texts, 1) if number not in known]
    for begin in range(0, len(fresh), BATCH):
        with transaction.atomic():
            _write_some(reading, fresh[begin : begin + BATCH], at)
    finish(sha256=reading.pk, at=at)


def _write_some(reading: Reading, some: Sequence[tuple[int, str | None]], at: datetime) -> None:
    for page in Page.objects.bulk_create(_page(reading, number, text, at) for number, text in some):
        if page.state == Page.State.WAITING:
            queue.put_page(page.pk)
        else:
            hooks.tell_read(sha256=reading.pk, page=page.number, text=page.text, at=at)


def _page(reading: Reading, number: int, text: str | None, at: datetime) -> Page:
    if text is None:
        return Page(reading=reading, number=number)
    return Page(
        reading=reading, number=number, text=text, state=Page.State.DONE, source=Page.Source.EMBEDDED, read_at=at
    )


def finish(*, sha256: str, at: datetime) -> None:
    """Count the pages that are done; the last one ends the reading."""
    with transaction.atomic():
        reading = Reading.objects.select_for_update().get(pk=sha256)
        pages = list(Page.objects.filter(reading=sha256).values_list("state", "source"))
        failed = sum(state == Page.State.FAILED for state, _ in pages)
        reading.pages_done = sum(state != Page.State.WAITING for state, _ in pages)
        if reading.pages_done == reading.pages and reading.state == Reading.State.RUNNING:
            reading.state, reading.finished_at = _end(len(pages), failed), at
            reading.reason = "" if not failed else f"Не прочитано сторінок: {failed} із {len(pages)}."
            if len(pages) <= deriving.MOST_LAYERED and any(source == Page.Source.OCR for _, source in pages):
                reading.layer_tries = 0
                queue.put_layer(sha256)
        reading.save()


def _end(pages: int, failed: int) -> str:
    if not failed:
        return Reading.State.DONE
    return Reading.State.FAILED if failed == pages else Reading.State.PARTLY
