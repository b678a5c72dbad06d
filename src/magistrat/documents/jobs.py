"""Background work of documents: files looked through, long deeds for many, what waits to be found."""

from __future__ import annotations

from procrastinate.contrib.django import app

from magistrat.documents import queue
from magistrat.documents.actions import bulk, containers, naming, passages, scanning
from magistrat.documents.bulk import TASK
from magistrat.ui import clock

# So much is done each time that the work of people does not wait for it.
BATCH, BATCHES = 50, 20


@app.task(name=queue.INSPECT)
def inspect(file: int) -> None:
    """Look one file through and open it."""
    containers.inspect(file_id=file, at=clock.now())


@app.periodic(cron="*/2 * * * *")
@app.task(name="documents.resume_inspections", queueing_lock="documents.resume_inspections", pass_context=False)
def resume(timestamp: int) -> None:
    """Files whose turn passed: the worker died, or the antivirus was away."""
    containers.resume(limit=200)


@app.task(name=TASK)
def do_many(run: int) -> None:
    """Do what of the run still waits."""
    bulk.go_on(at=clock.now(), run=run)


@app.periodic(cron="*/5 * * * *")
@app.task(name="documents.bulk_resume", queueing_lock="documents.bulk_resume", pass_context=False)
def resume_many(timestamp: int) -> None:
    """Find runs that a dead worker left."""
    bulk.resume(at=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="documents.fill_search", queueing_lock="documents.fill_search", pass_context=False)
def fill_search(timestamp: int) -> None:
    """Fill the search a part further; where nothing waits, two statements."""
    last = 0
    for _ in range(BATCHES):
        last = passages.fill(at=clock.now(), after=last, limit=BATCH)
        if not last:
            break
    passages.gather_waiting(limit=BATCH)


@app.periodic(cron="*/5 * * * *")
@app.task(name=queue.FOLLOW_NAMES, queueing_lock=queue.FOLLOW_NAMES, pass_context=False)
def follow_names(timestamp: int) -> None:
    """Go on with what the directory's changes left to be found anew; where nothing waits, one statement."""
    for _ in range(BATCHES):
        if not naming.go_on(limit=BATCH):
            return
    queue.follow_names()


@app.periodic(cron="* * * * *")
@app.task(name="documents.scan", queueing_lock="documents.scan", lock="documents.scan", pass_context=False)
def scan(timestamp: int) -> None:
    """Take in what scanners have put into their folders."""
    scanning.take_in(at=clock.now())
