"""The reading itself: a content is opened and its pages counted, then each page is read by whichever worker is free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from magistrat.storage import queries as storage
from magistrat.texts import hooks, kinds, process, queue
from magistrat.texts.models import Page, Reading
from magistrat.texts.readers.trouble import Unreadable

# Pages written in one transaction.
BATCH = 50
MOST_TRIES = 3


def open_content(*, sha256: str, at: datetime) -> None:
    """Read what the content carries as text; leave the other pages to recognition."""
    reading = Reading.objects.select_related("blob").get(pk=sha256)
    reader = kinds.reader_of(reading.blob.media_type)
    if not reader:
        _close(reading, Reading.State.NO_TEXT, at, "Файли цього виду система не читає.")
        return
    if reading.tries >= MOST_TRIES:
        _close(reading, Reading.State.FAILED, at, f"Читання {MOST_TRIES} рази переривалося.")
        return
    Reading.objects.filter(pk=sha256).update(state=Reading.State.RUNNING, started_at=at, tries=reading.tries + 1)
    try:
        answer = process.read(reader, path=str(storage.path_of(sha256)))
    except Unreadable as reason:
        _close(reading, Reading.State.FAILED, at, str(reason))
        return
    _write(reading, answer["pages"], at)


def _close(reading: Reading, state: str, at: datetime, reason: str) -> None:
    Reading.objects.filter(pk=reading.pk).update(state=state, reason=reason[:500], finished_at=at)


def _write(reading: Reading, texts: Sequence[str | None], at: datetime) -> None:
    """Write the pages, some in each transaction: a killed worker begins where it stopped."""
    Reading.objects.filter(pk=reading.pk).update(pages=len(texts))
    known = set(Page.objects.filter(reading=reading).values_list("number", flat=True))
    fresh = [(number, text) for number, text in enumerate(texts, 1) if number not in known]
    for begin in range(0, len(fresh), BATCH):
        with transaction.atomic():
            _write_some(reading, fresh[begin : begin + BATCH], at)
    finish(sha256=reading.pk, at=at)


def _write_some(reading: Reading, some: Sequence[tuple[int, str | None]], at: datetime) -> None:
    pages = Page.objects.bulk_create(_page(reading, number, text, at) for number, text in some)
    for page in pages:
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
        states = list(Page.objects.filter(reading=sha256).values_list("state", flat=True))
        failed = states.count(Page.State.FAILED)
        reading.pages_done = states.count(Page.State.DONE) + failed
        if reading.pages_done == reading.pages:
            reading.state, reading.finished_at = _end(len(states), failed), at
            reading.reason = "" if not failed else f"Не прочитано сторінок: {failed}."
        reading.save()


def _end(pages: int, failed: int) -> str:
    if not failed:
        return Reading.State.DONE
    return Reading.State.FAILED if failed == pages else Reading.State.PARTLY


def read_page(*, page: int, at: datetime) -> None:
    """Recognise one page."""
    found = Page.objects.get(pk=page)
    reason = "Зображення не розпізнаються: програму tesseract не встановлено."
    Page.objects.filter(pk=page, state=Page.State.WAITING).update(state=Page.State.FAILED, reason=reason, read_at=at)
    finish(sha256=found.reading_id, at=at)
