"""The worker's queue of mailboxes outlives its workers."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync
from procrastinate.contrib.django import app

from magistrat.exchange import queue
from magistrat.outbox import queue as letters
from magistrat.texts import queue as texts

pytestmark = pytest.mark.django_db


def taken(name: str = letters.QUEUE) -> str:
    """The task that a worker of the queue takes next, and dies with."""
    job = async_to_sync(app.job_manager.fetch_job)(queues=[name], worker_id=None)
    return job.task_name if job else ""


def test_a_box_is_looked_into_again_after_its_worker_was_killed():
    assert queue.put(7)
    assert taken() == queue.TASK
    # The next entry waits for the first one's lock, which nobody holds any more.
    assert queue.put(7)
    assert taken() == ""
    async_to_sync(texts.forget_dead)()
    assert taken() == queue.TASK


def test_nothing_else_waits_for_mail_servers_and_a_box_for_no_pile_of_letters():
    for number in range(3):
        letters.put(number)
    assert queue.put(7)
    app.configure_task("tasks.remind").defer(timestamp=0)
    app.configure_task("journal.seal").defer(timestamp=0)
    assert [taken("default") for _ in range(3)] == ["journal.seal", "tasks.remind", ""]
    assert [taken() for _ in range(2)] == [queue.TASK, letters.TASK]
