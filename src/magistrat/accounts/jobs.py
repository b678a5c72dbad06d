"""Background work of accounts."""

from __future__ import annotations

from procrastinate.contrib.django import app

from magistrat.accounts import actions
from magistrat.ui import clock


@app.periodic(cron="*/5 * * * *")
@app.task(name="accounts.end_idle", queueing_lock="accounts.end_idle")
def end_idle(timestamp: int) -> None:
    """Sign-ins whose browser was closed."""
    actions.end_idle(at=clock.now())
