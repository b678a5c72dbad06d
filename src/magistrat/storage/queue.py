"""The worker's queue of contents to be checked: an entry is made in the caller's transaction."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

TASK = "storage.check"


def put(sha256: str) -> None:
    """Let the worker have the content checked; one waiting entry for one content."""
    # A file that nobody waits for goes after mail and the jobs of the minute.
    task = app.configure_task(TASK, queueing_lock=f"scan:{sha256}", priority=-5, allow_unknown=False)
    try:
        # A savepoint: the refused entry must not spoil the caller's transaction.
        with transaction.atomic():
            task.defer(sha256=sha256)
    except AlreadyEnqueued:
        return
