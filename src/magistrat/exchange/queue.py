"""The worker's queue of mailboxes: one waiting entry and one running check for a box."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

TASK = "exchange.check"
# A box waits for one letter at most, not for all that are to be sent.
SOON = 10


def put(mailbox: int) -> bool:
    """Let the worker look into the box; False when it is going to already."""
    name = f"mailbox:{mailbox}"
    task = app.configure_task(TASK, queueing_lock=name, lock=name, allow_unknown=False)
    try:
        # A savepoint: the refused entry must not spoil the caller's transaction.
        with transaction.atomic():
            task.defer(mailbox=mailbox)
    except AlreadyEnqueued:
        return False
    return True
