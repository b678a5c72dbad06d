"""The worker's queue of workbooks: an entry is made in the caller's transaction and seen by the worker after commit."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

TASK = "moving.go_on"


def put(import_id: int) -> None:
    """Let a worker look the workbook through, or bring it in; one waiting entry for one workbook."""
    job = app.configure_task(TASK, queueing_lock=f"moving:{import_id}", allow_unknown=False)
    try:
        # A savepoint: the refused entry must not spoil the caller's transaction.
        with transaction.atomic():
            job.defer(import_id=import_id)
    except AlreadyEnqueued:
        return
