"""Background work of the storage."""

from __future__ import annotations

from procrastinate.contrib.django import app

from magistrat.storage import actions, queue
from magistrat.ui import clock


@app.task(name=queue.TASK)
def check(sha256: str) -> None:
    """Have one content checked; should clamd be away, `recheck` asks again."""
    actions.check(sha256=sha256, at=clock.now())


@app.periodic(cron="*/2 * * * *")
@app.task(name="storage.recheck", queueing_lock="storage.recheck", pass_context=False)
def recheck(timestamp: int) -> None:
    """Contents that wait because clamd was away, or were kept before it was set."""
    actions.recheck(at=clock.now())


@app.periodic(cron="35 3 * * *")
@app.task(name="storage.clear", queueing_lock="storage.clear")
def clear(timestamp: int) -> None:
    """Files whose writing was broken off."""
    actions.clear_half_written(at=clock.now())


# Of several machines whichever worker takes it clears its own disk.
@app.periodic(cron="50 * * * *")
@app.task(name="storage.clear_disk", queueing_lock="storage.clear_disk", lock="storage.clear_disk")
def clear_disk(timestamp: int) -> None:
    """Contents that nobody has read for long, where the bucket has them."""
    actions.clear_disk(at=clock.now())
