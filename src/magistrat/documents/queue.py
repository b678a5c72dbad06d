"""The worker's queue of files to be looked through and opened: an entry is made in the caller's transaction."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

INSPECT = "documents.inspect"
FOLLOW_NAMES = "documents.follow_names"
# Mail and minute jobs go before files that are only looked through; a container that somebody waits for does not wait.
LATER, AT_ONCE = -10, 5


def inspect(file: int, *, is_awaited: bool = False) -> None:
    """Let the worker look the file through; one waiting entry for one file."""
    task = app.configure_task(
        INSPECT,
        queueing_lock=f"inspect:{file}",
        priority=AT_ONCE if is_awaited else LATER,
        allow_unknown=False,
    )
    try:
        # A savepoint: the refused entry must not spoil the caller's transaction.
        with transaction.atomic():
            task.defer(file=file)
    except AlreadyEnqueued:
        return


def follow_names() -> None:
    """Let the worker write anew what documents are found by, after the directory has changed; one waiting entry."""
    task = app.configure_task(FOLLOW_NAMES, queueing_lock=FOLLOW_NAMES, priority=LATER, allow_unknown=False)
    try:
        with transaction.atomic():
            task.defer(timestamp=0)
    except AlreadyEnqueued:
        return
