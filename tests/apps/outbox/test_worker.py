"""The real worker on the real queue: what a committed deed leaves is sent and sealed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from magistrat.journal.models import Entry, Head, Seal
from magistrat.outbox import actions, sending
from magistrat.outbox.models import Message

AT = datetime(2026, 3, 6, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


def work() -> None:
    """Let the worker do all that waits, then stop it."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)


def test_sends_what_was_committed(post):
    with transaction.atomic():
        message = actions.mail(
            at=AT,
            key="a",
            to_address="priimalnia@ministerstvo.example",
            subject="Про воду",
            body="Відповідь.",
            from_post=5,
        )
        assert not post.letters
    work()
    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert len(post.letters) == 1


def test_tries_again_later_after_a_temporary_failure(post):
    message = actions.mail(
        at=AT, key="a", to_address="priimalnia@ministerstvo.example", subject="Про воду", body="Відповідь."
    )
    post.data_answer = "451 try later"
    work()
    message.refresh_from_db()
    assert (message.state, message.attempts) == (Message.State.QUEUED, 1)
    again = ProcrastinateJob.objects.get(task_name="outbox.send_mail")
    assert (again.status, again.scheduled_at) == ("todo", message.next_at)


def test_no_transaction_is_open_while_the_mail_server_is_waited_for(monkeypatch, owner):
    """One that hangs must not keep the journal from being sealed; and one letter is at one worker."""
    message = actions.mail(at=AT, key="a", to_address="nobody@ministerstvo.example", subject="Про воду", body="")
    claim, heard = "SELECT pg_try_advisory_lock(%s, %s)", []

    def hang(letter):
        heard.append((connection.in_atomic_block, owner.execute(claim, [actions.LETTER, letter.pk]).fetchone()[0]))

    monkeypatch.setattr(sending, "send", hang)
    assert actions.send(at=AT, message=message.pk).state == Message.State.SENT
    assert heard == [(False, False)]
    other = actions.mail(at=AT, key="b", to_address="nobody@ministerstvo.example", subject="Про воду", body="")
    assert owner.execute(claim, [actions.LETTER, other.pk]).fetchone() == (True,)
    assert actions.send(at=AT, message=other.pk) is None
    assert len(heard) == 1


def test_does_the_periodic_work_and_leaves_nothing_behind(settings, tmp_path):
    settings.CITY_DIR = tmp_path
    actions.mail(at=AT, key="a", to_address="nobody@ministerstvo.example", subject="Про воду", body="")
    settings.EMAIL_HOST = ""
    work()
    for task in ("journal.seal", "journal.sign_head", "outbox.resume"):
        app.configure_task(task).defer(timestamp=0)
        work()
    assert Entry.objects.count() == Seal.objects.count() == 1
    assert Head.objects.get().position == 1
    assert not ProcrastinateJob.objects.exclude(status="todo").exists()
