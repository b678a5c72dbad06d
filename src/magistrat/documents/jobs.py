"""Background work of documents: long deeds for many."""

from __future__ import annotations

from procrastinate.contrib.django import app

from magistrat.documents.actions import bulk
from magistrat.documents.bulk import TASK
from magistrat.ui import clock


@app.task(name=TASK)
def do_many(run: int) -> None:
    """Do what of the run still waits."""
    bulk.go_on(at=clock.now(), run=run)


@app.periodic(cron="*/5 * * * *")
@app.task(name="documents.bulk_resume", queueing_lock="documents.bulk_resume", pass_context=False)
def resume_many(timestamp: int) -> None:
    """Find runs that a dead worker left."""
    bulk.resume(at=clock.now())
