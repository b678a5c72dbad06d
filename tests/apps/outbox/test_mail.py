"""Letters by e-mail, against a real SMTP server."""

from __future__ import annotations

import socket
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from magistrat.journal.models import Entry
from magistrat.outbox import actions, hooks, jobs, queries
from magistrat.outbox.models import Message
from magistrat.storage import actions as storage
from tests.apps.conftest import EICAR
from tests.factories import buckets

AT = datetime(2026, 3, 6, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def letter(**said) -> Message:
    given = {
        "at": AT,
        "key": "reply:12:1",
        "to_address": "priimalnia@ministerstvo.example",
        "subject": "Про водопостачання",
        "body": "Надсилаємо відповідь.",
        "document": 12,
        "from_post": 5,
    }
    return actions.mail(**(given | said))


def waiting() -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(task_name="outbox.send_mail", status="todo"))


class TestMail:
    def test_waits_for_the_worker(self):
        message = letter()
        assert message.state == Message.State.QUEUED
        assert [job.args for job in waiting()] == [{"message": message.pk}]

    def test_asked_twice_is_kept_once(self):
        assert letter() == letter(subject="інше")
        assert Message.objects.count() == 1
        assert len(waiting()) == 1

    @pytest.mark.django_db(transaction=True)
    def test_a_rolled_back_deed_sends_nothing(self):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            letter()
            raise ZeroDivisionError
        assert Message.objects.count() == 0
        assert not waiting()


class TestSend:
    def test_hands_the_letter_over(self, post, settings, tmp_path):
        settings.STORAGE_DIR = tmp_path
        blob = storage.keep(content=b"%PDF-1.7 reply", at=AT)
        message = letter(attachments=[{"sha256": blob.sha256, "name": "Відповідь.pdf"}])
        sent = actions.send(at=AT + timedelta(minutes=1), message=message.pk)
        assert (sent.state, sent.sent_at, sent.attempts) == (Message.State.SENT, AT + timedelta(minutes=1), 1)
        (received,) = post.letters
        assert post.recipients == ["priimalnia@ministerstvo.example"]
        assert received["Subject"] == "Про водопостачання"
        assert received["From"] == "kancelyariya@misto.example"
        assert "Надсилаємо відповідь." in received.get_body().get_content()
        (attached,) = received.iter_attachments()
        assert attached.get_filename() == "Відповідь.pdf"
        assert attached.get_content() == b"%PDF-1.7 reply"

    def test_the_journal_says_so(self, post):
        actions.send(at=AT, message=letter().pk)
        entry = Entry.objects.get(code="outbox.mail_sent")
        assert entry.document == 12
        assert "priimalnia@ministerstvo.example" in entry.payload["text"]

    def test_goes_once(self, post):
        message = letter()
        actions.send(at=AT, message=message.pk)
        assert actions.send(at=AT, message=message.pk) is None
        assert len(post.letters) == 1

    def test_the_receiver_can_tell_a_repeated_letter(self, post):
        first, second = letter(), letter(key="reply:12:2")
        for message in (first, second):
            actions.send(at=AT, message=message.pk)
        Message.objects.filter(pk=first.pk).update(state=Message.State.QUEUED, sent_at=None)
        actions.send(at=AT, message=first.pk)
        ids = [one["Message-ID"] for one in post.letters]
        assert ids[0] == ids[2] != ids[1]

    def test_an_attempt_to_slip_in_a_header_is_made_harmless(self, post):
        actions.send(at=AT, message=letter(subject="Про\r\nBcc: intruder@example.org").pk)
        assert post.recipients == ["priimalnia@ministerstvo.example"]
        assert post.letters[0]["Bcc"] is None

    def test_the_worker_sends_it(self, post):
        jobs.send_mail(message=letter().pk)
        assert len(post.letters) == 1


class TestTemporaryFailure:
    @pytest.mark.parametrize("answer", ["rcpt_answer", "data_answer"])
    def test_is_tried_again_after_a_pause(self, post, answer):
        message = letter()
        setattr(post, answer, "451 try later")
        _as_if_taken()
        sent = actions.send(at=AT, message=message.pk)
        assert (sent.state, sent.attempts) == (Message.State.QUEUED, 1)
        assert sent.next_at == AT + timedelta(minutes=1)
        assert "451" in sent.trouble
        (job,) = waiting()
        assert job.scheduled_at == sent.next_at
        setattr(post, answer, "")
        assert actions.send(at=sent.next_at, message=message.pk).state == Message.State.SENT

    def test_pauses_grow(self, post):
        message = letter()
        post.data_answer = "451 try later"
        at, pauses = AT, []
        for _ in actions.PAUSES:
            _as_if_taken()
            sent = actions.send(at=at, message=message.pk)
            pauses.append(sent.next_at - at)
            at = sent.next_at
        assert pauses == sorted(pauses)
        # A letter of Friday evening waits for whoever comes on Monday, and is not left alone for half a day meanwhile.
        assert sum(pauses, timedelta()) > timedelta(days=3)
        assert max(pauses) <= timedelta(hours=4)

    def test_in_the_end_the_sender_is_told(self, post):
        message = letter()
        post.data_answer = "451 try later"
        for _ in range(len(actions.PAUSES) + 1):
            _as_if_taken()
            sent = actions.send(at=AT, message=message.pk)
        assert sent.state == Message.State.FAILED
        notice = Message.objects.get(kind=Message.Kind.NOTICE)
        assert notice.to_post == 5
        assert notice.subject == "Лист не доставлено: Про водопостачання"
        assert Entry.objects.filter(code="outbox.mail_failed").count() == 1
        assert actions.send(at=AT, message=message.pk) is None

    def test_a_server_that_is_down_is_temporary(self, settings, unused_port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_port
        assert actions.send(at=AT, message=letter().pk).state == Message.State.QUEUED

    def test_a_broken_connection_is_temporary(self, post):
        post.data_answer = "421 closing"
        assert actions.send(at=AT, message=letter().pk).state == Message.State.QUEUED


def _refuse(server: socket.socket) -> None:
    came, _ = server.accept()
    with came:
        came.sendall(b"554 not today\r\n")


def _never(*asked):
    raise AssertionError("the server is known to take nothing now")


# The server of these tests asks for a password without encryption.
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
class TestTheServersOwnTrouble:
    """It is no letter's failure: each waits until somebody has put the server or the password right."""

    def test_a_refused_password(self, post_with_password, settings):
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "kancelyariya", "of-last-year"
        sent = actions.send(at=AT, message=letter().pk)
        assert (sent.state, sent.attempts) == (Message.State.QUEUED, 0)
        assert "не приймає логін або пароль" in sent.trouble
        assert not Message.objects.filter(kind=Message.Kind.NOTICE).exists()

    def test_a_password_that_is_asked_for(self, post_with_password):
        assert actions.send(at=AT, message=letter().pk).state == Message.State.QUEUED

    def test_no_encryption_and_no_signing_in(self, post, settings):
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "kancelyariya", "password"
        assert actions.send(at=AT, message=letter().pk).state == Message.State.QUEUED
        settings.EMAIL_USE_TLS = True
        assert actions.send(at=AT, message=letter(key="other").pk).state == Message.State.QUEUED

    def test_a_refused_greeting(self, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        with socket.create_server(("127.0.0.1", 0)) as server:
            settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()[:2]
            refusing = threading.Thread(target=_refuse, args=(server,))
            refusing.start()
            sent = actions.send(at=AT, message=letter().pk)
            refusing.join()
        assert (sent.state, "554" in sent.trouble) == (Message.State.QUEUED, True)

    def test_a_password_that_the_protocol_cannot_say(self, post_with_password, settings):
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "kancelyariya", "пароль"
        sent = actions.send(at=AT, message=letter().pk)
        assert (sent.state, "в налаштуваннях" in sent.trouble) == (Message.State.QUEUED, True)

    def test_one_failed_connection_stands_for_the_letters_that_wait(self, settings, unused_port, monkeypatch):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_port
        first, second = letter(), letter(key="second")
        _as_if_taken()
        until = actions.send(at=AT, message=first.pk).next_at
        second.refresh_from_db()
        assert (second.attempts, second.next_at) == (0, until)
        third = letter(key="third")
        _as_if_taken()
        monkeypatch.setattr(actions.sending, "send", _never)
        assert [actions.send(at=AT, message=one.pk).attempts for one in (second, third)] == [0, 0]
        third.refresh_from_db()
        assert third.next_at == until
        assert {job.scheduled_at for job in waiting()} == {until}

    def test_whoever_puts_it_right_is_told_after_an_hour(self, settings, unused_port, monkeypatch):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_port
        told = []
        monkeypatch.setattr(hooks, "_troubled", [lambda since, at, words: told.append((since, at))])
        message, at = letter(), AT
        for _ in range(8):
            _as_if_taken()
            at = actions.send(at=at, message=message.pk).next_at
        assert told == [(AT, AT + timedelta(minutes=64))]

    def test_waits_over_a_weekend_and_not_for_ever(self, settings, unused_port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_port
        message = letter()
        monday = AT + timedelta(days=3)
        assert actions.send(at=monday, message=message.pk).state == Message.State.QUEUED
        assert actions.send(at=monday + timedelta(days=1), message=message.pk).state == Message.State.FAILED

    def test_a_server_that_answers_again_lets_all_go(self, post, settings, unused_port):
        first, second = letter(), letter(key="second")
        settings.EMAIL_PORT = 1
        until = actions.send(at=AT, message=first.pk).next_at
        settings.EMAIL_PORT = unused_port
        assert actions.send(at=until, message=second.pk).state == Message.State.SENT
        first.refresh_from_db()
        assert first.server_failed_at is None

    def test_takes_no_attempt_from_the_letter(self, post, settings, unused_port, monkeypatch):
        monkeypatch.setattr(hooks, "_troubled", [])
        message, at = letter(), AT
        settings.EMAIL_PORT = 1
        for _ in range(len(actions.PAUSES) + 3):
            _as_if_taken()
            at = actions.send(at=at, message=message.pk).next_at
        settings.EMAIL_PORT, post.rcpt_answer = unused_port, "451 try later"
        sent = actions.send(at=at, message=message.pk)
        assert (sent.state, sent.attempts, sent.next_at) == (Message.State.QUEUED, 1, at + actions.PAUSES[0])

    def test_a_refused_sender_is_the_letters_own(self, post):
        post.mail_answer = "550 not your address"
        assert actions.send(at=AT, message=letter().pk).state == Message.State.FAILED


class TestPermanentFailure:
    @pytest.mark.parametrize("answer", ["rcpt_answer", "data_answer"])
    def test_ends_at_once(self, post, answer):
        setattr(post, answer, "550 no such mailbox")
        sent = actions.send(at=AT, message=letter().pk)
        assert (sent.state, sent.attempts) == (Message.State.FAILED, 1)
        assert "550" in sent.trouble
        assert Message.objects.filter(kind=Message.Kind.NOTICE, to_post=5).exists()

    def test_without_a_mail_server(self, settings):
        settings.EMAIL_HOST = ""
        sent = actions.send(at=AT, message=letter(from_post=None).pk)
        assert sent.state == Message.State.FAILED
        assert not Message.objects.filter(kind=Message.Kind.NOTICE).exists()

    def test_an_address_that_is_none(self, post):
        sent = actions.send(at=AT, message=letter(to_address="a@b.example\nBcc: intruder@example.org").pk)
        assert sent.state == Message.State.FAILED
        assert not post.letters

    def test_a_lost_attachment(self, post, settings, tmp_path):
        settings.STORAGE_DIR = tmp_path
        sent = actions.send(at=AT, message=letter(attachments=[{"sha256": "ab" * 32, "name": "a.pdf"}]).pk)
        assert sent.state == Message.State.FAILED
        assert not post.letters

    def test_an_attachment_waits_for_the_storage_that_is_away(self, post, settings, tmp_path):
        settings.STORAGE_DIR = tmp_path
        buckets.away(settings)
        sent = actions.send(at=AT, message=letter(attachments=[{"sha256": "ab" * 32, "name": "a.pdf"}]).pk)
        assert sent.state == Message.State.QUEUED
        assert "Сховище файлів не відповідає" in sent.trouble
        assert not post.letters


class TestResume:
    def test_puts_forgotten_letters_back(self):
        message = letter()
        _as_if_taken()
        assert actions.resume(at=AT + timedelta(minutes=5)) == 0
        assert actions.resume(at=AT + timedelta(minutes=11)) == 1
        assert [job.args for job in waiting()] == [{"message": message.pk}]

    def test_a_letter_still_in_the_queue_is_put_there_once(self):
        letter()
        actions.resume(at=AT + timedelta(minutes=11))
        assert len(waiting()) == 1


class TestOfDocument:
    def test_shows_the_letters_of_a_document(self):
        message = letter()
        letter(key="other", document=13)
        assert list(queries.of_document(12)) == [message]


def _as_if_taken() -> None:
    """The worker has taken what waited in the queue."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")


class TestAntivirus:
    def test_an_infected_attachment_never_goes_and_an_unchecked_one_waits(self, post, clamd, settings, tmp_path):
        settings.STORAGE_DIR = tmp_path
        for body in (b"letter", EICAR):
            blob = storage.keep(content=body, at=AT)
            message = letter(key=blob.sha256, attachments=[{"sha256": blob.sha256, "name": "а.txt"}])
            assert actions.send(at=AT, message=message.pk).state == Message.State.QUEUED
            storage.check(sha256=blob.sha256, at=AT)
            actions.send(at=AT, message=message.pk)
        sent, refused = Message.objects.filter(kind=Message.Kind.MAIL).order_by("id")
        assert (sent.state, refused.state) == (Message.State.SENT, Message.State.FAILED)
        assert "заражено" in refused.trouble
        assert len(post.letters) == 1


class TestWhatComesBack:
    def test_marks_are_asked_for_and_the_id_is_known(self, post):
        message = letter(asks_receipt=True, from_address="viddil@misto.example", headers={"In-Reply-To": "<a@b>"})
        actions.send(at=AT, message=message.pk)
        (received,) = post.letters
        assert received["From"] == "viddil@misto.example"
        assert received["Disposition-Notification-To"] == "viddil@misto.example"
        assert received["In-Reply-To"] == "<a@b>"
        assert received["Message-ID"] == f"<{message.message_id}>"
        assert queries.by_message_id([message.message_id]) == message
        assert queries.by_message_id([]) is None

    def test_a_server_that_knows_notices_is_asked_for_them(self, post_with_notices):
        actions.send(at=AT, message=letter(asks_receipt=True).pk)
        assert post_with_notices.notices == ["NOTIFY=SUCCESS,FAILURE,DELAY"]

    def test_a_bounce_ends_the_letter_once(self, post):
        message = letter()
        actions.send(at=AT, message=message.pk)
        later = AT + timedelta(hours=1)
        actions.bounced(at=later, message=message.pk, words="затримка", is_final=False)
        failed = actions.bounced(at=later, message=message.pk, words="550 немає такої скриньки")
        assert (failed.state, failed.trouble) == (Message.State.FAILED, "550 немає такої скриньки")
        assert actions.bounced(at=later, message=message.pk, words="ще раз") is None
        assert Entry.objects.filter(code="outbox.mail_failed").count() == 1
        assert Message.objects.filter(kind=Message.Kind.NOTICE, to_post=5).count() == 1

    def test_a_confirmation_is_noted_once(self, post):
        message = letter()
        actions.send(at=AT, message=message.pk)
        assert actions.confirmed(at=AT, message=message.pk, is_read=False).delivered_at == AT
        assert actions.confirmed(at=AT, message=message.pk, is_read=False) is None
        assert actions.confirmed(at=AT, message=message.pk, is_read=True).opened_at == AT
        codes = Entry.objects.filter(code__startswith="outbox.mail_").order_by("id").values_list("code", flat=True)
        assert list(codes) == ["outbox.mail_sent", "outbox.mail_delivered", "outbox.mail_opened"]

    def test_a_confirmation_bears_its_report(self, post):
        message = letter(report="Disposition: automatic-action/MDN-sent-automatically; processed\n")
        actions.send(at=AT, message=message.pk)
        (received,) = post.letters
        assert received.get_content_type() == "multipart/report"
        assert received.get_param("report-type") == "disposition-notification"
        kinds = [part.get_content_type() for part in received.iter_parts()]
        assert kinds == ["text/plain", "message/disposition-notification"]
