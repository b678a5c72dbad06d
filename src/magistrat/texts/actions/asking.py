"""Asking for a reading: a part of the deed that brings the content."""

from __future__ import annotations

from datetime import datetime

from magistrat.storage.models import Blob
from magistrat.texts import queue
from magistrat.texts.models import Reading


def ask(*, blob: Blob, at: datetime) -> Reading:
    """Let the content be read after commit; a content that came before is not read twice."""
    reading, is_new = Reading.objects.get_or_create(blob=blob, defaults={"asked_at": at})
    if is_new:
        queue.put_content(blob.sha256)
    return reading
