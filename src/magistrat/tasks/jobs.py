"""Background work: reminders each working morning."""

from __future__ import annotations

from procrastinate.contrib.django import app

from magistrat.tasks.actions import reminders
from magistrat.ui import clock


# 06:00 of UTC is 8 or 9 o'clock in Kyiv; a second run on the same day sends nothing twice.
@app.periodic(cron="0 6 * * *")
@app.task(name="tasks.remind", queueing_lock="tasks.remind", pass_context=False)
def remind(timestamp: int) -> None:
    """Reminders of terms and of January's reports."""
    reminders.remind(at=clock.now())
