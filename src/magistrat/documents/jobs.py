"""Background work of documents."""

from __future__ import annotations

from procrastinate.contrib.django import app

from magistrat.documents import queue
from magistrat.documents.actions import containers
from magistrat.ui import clock


@app.task(name=queue.INSPECT)
def inspect(file: int) -> None:
    """Look one file through and open it."""
    containers.inspect(file_id=file, at=clock.now())


@app.periodic(cron="*/2 * * * *")
@app.task(name="documents.resume_inspections", queueing_lock="documents.resume_inspections", pass_context=False)
def resume(timestamp: int) -> None:
    """Files whose turn passed: the worker died, or the antivirus was away."""
    containers.resume(limit=200)
