"""The worker's queue of readings: an entry is made in the caller's transaction and seen by the worker after commit."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

# Reading takes long, so it has workers of its own: letters and notices never wait behind it.
QUEUE = "texts"
OPEN, PAGE, LAYER = "texts.open_content", "texts.read_page", "texts.add_layer"


def put_content(sha256: str, when: datetime | None = None) -> None:
    """Let a worker open the content; one waiting entry for one content."""
    _put(OPEN, f"texts:{sha256}", when, priority=1, sha256=sha256)


def put_page(page: int, when: datetime | None = None, *, priority: int = 0) -> None:
    """Let a worker read the page; one waiting entry for one page."""
    _put(PAGE, f"texts:page:{page}", when, priority=priority, page=page)


def put_layer(sha256: str) -> None:
    """Let a worker make the PDF with a layer of text."""
    _put(LAYER, f"texts:layer:{sha256}", None, priority=-1, sha256=sha256)


def _put(task: str, lock: str, when: datetime | None, priority: int, **arguments: str | int) -> None:
    job = app.configure_task(
        task, queue=QUEUE, queueing_lock=lock, schedule_at=when, priority=priority, allow_unknown=False
    )
    try:
        # A savepoint: the refused entry must not spoil the caller's transaction.
        with transaction.atomic():
            job.defer(**arguments)
    except AlreadyEnqueued:
        return
