"""Background work of moving in."""

from __future__ import annotations

from procrastinate.contrib.django import app

from magistrat.moving import queue
from magistrat.moving.actions import imports
from magistrat.moving.queries import imports as read
from magistrat.ui import clock


@app.task(name=queue.TASK)
def go_on(import_id: int) -> None:
    """Look a workbook through, or bring its rows in from where it stands."""
    imports.go_on(import_id=import_id, at=clock.now())


@app.periodic(cron="*/2 * * * *")
@app.task(name="moving.resume", queueing_lock="moving.resume", pass_context=False)
def resume(timestamp: int) -> None:
    """Go on with workbooks whose worker died."""
    for import_id, _ in read.under_way():
        queue.put(import_id)
