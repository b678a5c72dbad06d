"""The worker's queue of readings: an entry is made in the caller's transaction and seen by the worker after commit."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status

# Reading takes long, so it has a worker of its own: letters and notices never wait behind it.
QUEUE = "texts"
OPEN, PAGE, LAYER, RESUME = "texts.open_content", "texts.read_page", "texts.add_layer", "texts.resume"
# Contents before pages (so that a text is found soon), layers last; what a person waits for before all.
FIRST, SOON, USUAL, LAST = 10, 1, 0, -1


def put_content(sha256: str, when: datetime | None = None) -> None:
    """Let a worker open the content; one waiting entry for one content."""
    _put(OPEN, lock_of_content(sha256), when, SOON, sha256=sha256)


def put_page(page: int, *, when: datetime | None = None, is_urgent: bool = False) -> None:
    """Let a worker read the page; one waiting entry for one page."""
    _put(PAGE, lock_of_page(page), when, FIRST if is_urgent else USUAL, page=page)


def put_layer(sha256: str, when: datetime | None = None) -> None:
    """Let a worker make the PDF with a layer of text; one waiting entry for one content."""
    _put(LAYER, lock_of_layer(sha256), when, LAST, sha256=sha256)


def lock_of_content(sha256: str) -> str:
    """The name under which a content waits once."""
    return f"texts:{sha256}"


def lock_of_page(page: int) -> str:
    """The name under which a page waits once."""
    return f"texts:page:{page}"


def lock_of_layer(sha256: str) -> str:
    """The name under which a content waits once for its layer of text."""
    return f"texts:layer:{sha256}"


def known() -> set[str]:
    """The names of all that waits or is being done."""
    jobs = ProcrastinateJob.objects.filter(queue_name=QUEUE, status__in=["todo", "doing"])
    return {name for name in jobs.values_list("queueing_lock", flat=True) if name}


async def forget_dead() -> None:
    """Take out what workers of any queue were at that have died: each app's own `resume` puts back what they did not finish.

    Left there, an entry would hold its lock for ever: a mailbox would never be looked into again, nor the scanners' folders.
    """
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)


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
