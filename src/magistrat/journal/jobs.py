"""Background work of the journal."""

from __future__ import annotations

from procrastinate.contrib.django import app

from magistrat.journal import actions
from magistrat.ui import clock

# Before whatever else has gathered: committed rows are linked within seconds.
FIRST = 100


@app.periodic(cron="* * * * * */10")
@app.task(name="journal.seal", queueing_lock="journal.seal", priority=FIRST)
def seal(timestamp: int) -> None:
    """Link what has been committed since the last time."""
    actions.seal(at=clock.now())


@app.periodic(cron="5 * * * *")
@app.task(name="journal.sign_head", queueing_lock="journal.sign_head", priority=FIRST)
def sign_head(timestamp: int) -> None:
    """Link what may have been left behind, and sign the chain hourly."""
    actions.seal(at=clock.now(), is_thorough=True)
    actions.sign_head(at=clock.now())
