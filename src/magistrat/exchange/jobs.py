"""Background work: mailboxes are looked into each at its own pace, five minutes unless said otherwise."""

from __future__ import annotations

from procrastinate.contrib.django import app

from magistrat.exchange import queue
from magistrat.exchange.actions import fetching
from magistrat.exchange.queries import mailboxes
from magistrat.outbox import queue as letters
from magistrat.ui import clock


@app.task(name=queue.TASK, queue=letters.QUEUE, priority=queue.SOON)
def check(mailbox: int) -> None:
    """Fetch what is new in one box."""
    fetching.check(at=clock.now(), mailbox=mailbox)


@app.periodic(cron="* * * * *")
@app.task(name="exchange.round", queueing_lock="exchange.round", pass_context=False)
def begin_round(timestamp: int) -> None:
    """Queue the boxes whose turn has come."""
    for mailbox in mailboxes.to_check(clock.now()):
        queue.put(mailbox)
