"""Asking for a reading: a part of the deed that brings the content."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.rules.refusal import Refusal
from magistrat.storage.models import Blob
from magistrat.texts import queue
from magistrat.texts.models import Page, Reading


def ask(*, blob: Blob, at: datetime) -> Reading:
    """Let the content be read after commit; a content that came before is not read twice."""
    reading, is_new = Reading.objects.get_or_create(blob=blob, defaults={"asked_at": at})
    if is_new:
        queue.put_content(blob.sha256)
    return reading


def again(*, sha256: str, at: datetime, page: int | None = None) -> int:
    """Read the content, or one page of it, once more; returns how many pages wait now (0: the whole content does).

    A page that carried its own text is recognised this time: whoever asks does not trust that text.
    """
    with transaction.atomic():
        reading = Reading.objects.select_for_update().get(pk=sha256)
        wanted = Page.objects.filter(reading=reading)
        wanted = wanted.filter(number=page) if page is not None else wanted.exclude(source=Page.Source.EMBEDDED)
        found = list(wanted.values_list("pk", flat=True)) if reading.unit == Reading.Unit.PAGE else []
        if page is not None and not found:
            raise Refusal("", f"Сторінки {page} у цьому файлі немає або її не можна розпізнати.")
        Page.objects.filter(pk__in=found).update(state=Page.State.WAITING, reason="", tries=0)
        reading.state, reading.reason, reading.tries = Reading.State.RUNNING, "", 0
        reading.finished_at = None
        if found:
            reading.pages_done = reading.pages - len(found)
        else:
            reading.state, reading.pages, reading.pages_done = Reading.State.WAITING, 0, 0
            Page.objects.filter(reading=reading).delete()
        reading.save()
        for one in found:
            queue.put_page(one, is_urgent=True)
        if not found:
            queue.put_content(sha256)
        return len(found)
