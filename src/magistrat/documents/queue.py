"""The worker's queue of files to be looked through and opened: an entry is made in the caller's transaction."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

INSPECT = "documents.inspect"


def inspect(file: int) -> None:
    """Let the worker look the file through; one waiting entry for one file."""
    task = app.configure_task(INSPECT, queueing_lock=f"inspect:{file}", allow_unknown=False)
    try:
        # A savepoint: the refused entry must not spoil the caller's transaction.
        with transaction.atomic():
            task.defer(file=file)
    except AlreadyEnqueued:
        return
