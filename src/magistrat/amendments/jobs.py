"""Background work of the drafts: a past period lived again."""

from __future__ import annotations

from procrastinate.contrib.django import app

from magistrat.amendments import queue
from magistrat.amendments.actions import replaying
from magistrat.ui import clock


@app.task(name=queue.TASK)
def replay(run: int) -> None:
    """Do what is left of a replay."""
    replaying.go_on(run=run, at=clock.now())


@app.periodic(cron="*/2 * * * *")
@app.task(name="amendments.resume", queueing_lock="amendments.resume", pass_context=False)
def resume(timestamp: int) -> None:
    """Go on with replays whose worker died."""
    replaying.resume(at=clock.now())
