"""Background work: reminders each working morning, each hour what waits for a word and another decides now."""

from __future__ import annotations

from procrastinate.contrib.django import app

from magistrat.tasks.actions import deciding, reminders
from magistrat.ui import clock


# 06:00 of UTC is 8 or 9 o'clock in Kyiv; a second run on the same day sends nothing twice.
@app.periodic(cron="0 6 * * *")
@app.task(name="tasks.remind", queueing_lock="tasks.remind", pass_context=False)
def remind(timestamp: int) -> None:
    """Reminders of terms and of January's reports."""
    reminders.remind(at=clock.now())


# Posts are held and stood in for by days, but who holds one is entered at any hour.
@app.periodic(cron="20 * * * *")
@app.task(name="tasks.pass_on_submitted", queueing_lock="tasks.pass_on_submitted", pass_context=False)
def pass_on_submitted(timestamp: int) -> None:
    """Show what has been submitted, asked, reported or returned to those who decide on it now."""
    deciding.pass_on(at=clock.now())
