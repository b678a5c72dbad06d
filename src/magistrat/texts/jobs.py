"""Background work of texts."""

from __future__ import annotations

from procrastinate.contrib.django import app

from magistrat.texts import queue
from magistrat.texts.actions import reading
from magistrat.ui import clock


@app.task(name=queue.OPEN, queue=queue.QUEUE)
def open_content(sha256: str) -> None:
    """Read what a content carries as text and count its pages."""
    reading.open_content(sha256=sha256, at=clock.now())


@app.task(name=queue.PAGE, queue=queue.QUEUE)
def read_page(page: int) -> None:
    """Recognise one page."""
    reading.read_page(page=page, at=clock.now())
