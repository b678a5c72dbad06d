"""The worker's queue of sittings' materials: an entry is made in the caller's transaction and seen by the worker after commit."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

BIND = "sittings.bind"


def bind(binder: int) -> None:
    """Let a worker set the materials as one PDF; one waiting entry for one binder."""
    job = app.configure_task(BIND, queueing_lock=f"binder:{binder}", allow_unknown=False)
    try:
        # A savepoint: the refused entry must not spoil the caller's transaction.
        with transaction.atomic():
            job.defer(binder=binder)
    except AlreadyEnqueued:
        return
