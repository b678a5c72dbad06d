"""Background work of the outbox."""

from __future__ import annotations

from procrastinate.contrib.django import app

from magistrat.outbox import actions, queue
from magistrat.ui import clock


@app.task(name=queue.TASK, queue=queue.QUEUE)
def send_mail(message: int) -> None:
    """Send one letter; its own pauses between attempts are kept in the message, not in the queue."""
    actions.send(at=clock.now(), message=message)


@app.periodic(cron="*/5 * * * *")
@app.task(name="outbox.resume", queueing_lock="outbox.resume", pass_context=False)
def resume(timestamp: int) -> None:
    """Find letters whose turn passed while no worker lived."""
    actions.resume(at=clock.now())
