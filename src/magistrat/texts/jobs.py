"""Background work of texts, done by a worker of its own (queue `texts`, one job a core)."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from procrastinate.contrib.django import app

from magistrat.texts import queue, showing
from magistrat.texts.actions import deriving, reading, recognising, resuming
from magistrat.ui import clock


@app.task(name=queue.OPEN, queue=queue.QUEUE)
def open_content(sha256: str) -> None:
    """Read what a content carries as text and count its pages."""
    close_old_connections()
    reading.open_content(sha256=sha256, at=clock.now())


@app.task(name=queue.PAGE, queue=queue.QUEUE)
def read_page(page: int) -> None:
    """Recognise one page."""
    close_old_connections()
    recognising.read_page(page=page, at=clock.now())


@app.task(name=queue.LAYER, queue=queue.QUEUE)
def add_layer(sha256: str) -> None:
    """Make the PDF with a layer of text."""
    close_old_connections()
    deriving.add_layer(sha256=sha256, at=clock.now())


@app.periodic(cron="* * * * * */20")
@app.task(name=queue.RESUME, queue=queue.QUEUE, queueing_lock=queue.RESUME, priority=queue.FIRST)
async def resume(timestamp: int) -> None:
    """Find what dead workers left behind."""
    await queue.forget_dead()
    await sync_to_async(resuming.resume)(at=clock.now())


@app.periodic(cron="17 * * * *")
@app.task(name="texts.trim_previews", queue=queue.QUEUE, queueing_lock="texts.trim_previews")
def trim_previews(timestamp: int) -> None:
    """Keep the pictures of pages within their room on the disk."""
    showing.trim()
