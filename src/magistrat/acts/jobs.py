"""Background work of acts: rounds of sending, answers of signature providers, public texts as PDF, ends of terms, removal."""

from __future__ import annotations

from procrastinate.contrib.django import app

from magistrat.acts.actions import collecting, mailing, proposing, publishing, registering
from magistrat.ui import clock


# Hours of rounds are the regulation's and of Kyiv: the job only asks whether one is due.
@app.periodic(cron="*/5 * * * *")
@app.task(name="acts.round", queueing_lock="acts.round", pass_context=False)
def make_round(timestamp: int) -> None:
    """Make the round that is due, if one is."""
    mailing.carry(at=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="acts.collect_signatures", queueing_lock="acts.collect_signatures", pass_context=False)
def collect_signatures(timestamp: int) -> None:
    """Ask the providers what has become of the attempts that wait."""
    collecting.collect_all(at=clock.now())


# Texts published before they were set as PDF, and those whose setting was broken off.
@app.periodic(cron="*/5 * * * *")
@app.task(name="acts.set_public", queueing_lock="acts.set_public", pass_context=False)
def set_public(timestamp: int) -> None:
    """Set public texts that have no PDF yet."""
    publishing.set_waiting(at=clock.now())


# 22:10 of UTC is after midnight in Kyiv, summer and winter.
@app.periodic(cron="10 22 * * *")
@app.task(name="acts.settle", queueing_lock="acts.settle", pass_context=False)
def settle(timestamp: int) -> None:
    """End the acts whose own term has passed."""
    registering.end_by_term(at=clock.now())


@app.periodic(cron="20 6 * * *")
@app.task(name="acts.propose_removal", queueing_lock="acts.propose_removal", pass_context=False)
def propose_removal(timestamp: int) -> None:
    """Remind those who keep control that a quarter has passed since the last act of removal."""
    proposing.remind(at=clock.now())
