"""The worker's queue of letters: an entry is made in the caller's transaction and seen by the worker after commit."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

TASK = "outbox.send_mail"
# A mail server that hangs holds its worker for as long as it is waited for: letters, and mailboxes that are looked into,
# have a worker of their own, so that the journal is sealed meanwhile and all other work is done.
QUEUE = "mail"


def put(message: int, when: datetime | None = None) -> None:
    """Let the worker send the letter, at the moment or at once; one waiting entry for one letter."""
    task = app.configure_task(TASK, queueing_lock=f"mail:{message}", schedule_at=when, allow_unknown=False)
    try:
        # A savepoint: the refused entry must not spoil the caller's transaction.
        with transaction.atomic():
            task.defer(message=message)
    except AlreadyEnqueued:
        return
