"""The worker's queue of replays: an entry is made in the caller's transaction and seen by the worker after commit."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

TASK = "amendments.replay"


def put(run: int) -> None:
    """Let a worker do what is left of a replay; one waiting entry for one replay."""
    job = app.configure_task(TASK, queueing_lock=f"amendments.replay:{run}", allow_unknown=False)
    try:
        # A savepoint: the refused entry must not spoil the caller's transaction.
        with transaction.atomic():
            job.defer(run=run)
    except AlreadyEnqueued:
        return
