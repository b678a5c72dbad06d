"""One page, recognised: by one worker, in its own process, written in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from magistrat.texts import claims, hooks, places, queries, queue, tries
from magistrat.texts.actions.reading import finish
from magistrat.texts.models import Page
from magistrat.texts.process import read
from magistrat.texts.readers.trouble import Interrupted, Unreadable
from magistrat.ui.refusals import Away

SECONDS = 180
A_MINUTE = timedelta(minutes=1)


def read_page(*, page: int, at: datetime) -> None:
    """Recognise the page, unless it is done already or another worker is at it."""
    with claims.claimed(claims.PAGE, page) as is_mine:
        if is_mine and (found := Page.objects.filter(pk=page, state=Page.State.WAITING).first()):
            _read(found, at)


def _read(page: Page, at: datetime) -> None:
    if tries.is_deadly(page.tries, page.reason):
        _fail(page, tries.BROKEN_OFF, at)
        return
    try:
        path, is_pdf = queries.drawn_from(page.reading_id)
    except Away:
        # No try of the page's own: it waits for the storage as long as it must.
        queue.put_page(page.pk, when=at + A_MINUTE)
        return
    # Before the reading: what kills the worker must not kill it for ever.
    Page.objects.filter(pk=page.pk).update(tries=page.tries + 1, reason="")
    try:
        answer = read("ocr", path=path, is_pdf=is_pdf, page=page.number, seconds=SECONDS)
    except Interrupted as reason:
        _again(page, str(reason), at)
        return
    except Unreadable as reason:
        _fail(page, str(reason), at)
        return
    _write(page, answer, at)


def _again(page: Page, reason: str, at: datetime) -> None:
    """Later once more, as often as it is worth the while."""
    when = tries.next_at(page.tries + 1, at)
    if when is None:
        _fail(page, tries.GIVEN_UP, at)
        return
    with transaction.atomic():
        Page.objects.filter(pk=page.pk, state=Page.State.WAITING).update(reason=reason[:500])
        queue.put_page(page.pk, when=when)


def _write(page: Page, answer: dict[str, Any], at: datetime) -> None:
    with transaction.atomic():
        written = Page.objects.filter(pk=page.pk, state=Page.State.WAITING).update(
            state=Page.State.DONE, source=Page.Source.OCR, text=answer["text"], confidence=answer["confidence"], reason="",
            turned=answer["turned"], skew=answer["skew"], words=places.packed(answer["words"]), read_at=at, tries=0,
        )  # fmt: skip
        if written:
            hooks.tell_read(sha256=page.reading_id, page=page.number, text=answer["text"], at=at)
    finish(sha256=page.reading_id, at=at)


def _fail(page: Page, reason: str, at: datetime) -> None:
    Page.objects.filter(pk=page.pk).update(state=Page.State.FAILED, reason=reason[:500], read_at=at)
    finish(sha256=page.reading_id, at=at)
