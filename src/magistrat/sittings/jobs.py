"""Background work of sittings: all materials as one PDF, answers of signature providers."""

from __future__ import annotations

from procrastinate.contrib.django import app

from magistrat.sittings import queue
from magistrat.sittings.actions import binders, minutes_electronic
from magistrat.sittings.queries import materials
from magistrat.ui import clock


@app.task(name=queue.BIND)
def bind(binder: int) -> None:
    """Set one sitting's materials."""
    binders.make(at=clock.now(), binder=binder)


@app.periodic(cron="*/5 * * * *")
@app.task(name="sittings.resume_binders", queueing_lock="sittings.resume_binders", pass_context=False)
def resume(timestamp: int) -> None:
    """Go on with materials whose worker died."""
    for binder in materials.waiting():
        queue.bind(binder)


@app.periodic(cron="* * * * *")
@app.task(name="sittings.collect_signatures", queueing_lock="sittings.collect_signatures", pass_context=False)
def collect_signatures(timestamp: int) -> None:
    """Ask the providers what has become of the signatures of minutes that wait."""
    minutes_electronic.collect_all(at=clock.now())
