"""Fetching from a real IMAP server: once, in order, and nothing lost when it breaks in the middle."""

from __future__ import annotations

from datetime import timedelta

import pytest
from imap_tools import MailBoxUnencrypted

from magistrat.exchange import imap
from magistrat.exchange.actions import fetching, taking
from magistrat.exchange.models import Fetched, Mail
from magistrat.exchange.queries import mailboxes
from magistrat.outbox.models import Message
from tests.apps.conftest import EICAR
from tests.apps.exchange.conftest import a_box, mail
from tests.factories.documents import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(office, dovecot, request):
    """The committee's box on the real server; its user is this test's own."""
    user = f"u{abs(hash(request.node.nodeid))}"
    box = a_box(office, port=dovecot.port, security="plain", login=user)
    return box, lambda raw: dovecot.put(user, raw)


def seen(box, folder="INBOX") -> list[tuple[str, bool]]:
    """Subjects that lie on the server and whether they are marked as read."""
    with MailBoxUnencrypted("127.0.0.1", box.port).login_utf8(box.login, "таємниця-1", initial_folder=folder) as client:
        return [(one.subject, "\\Seen" in one.flags) for one in client.fetch(mark_seen=False)]


def test_new_letters_are_brought_once_and_marked(read):
    box, put = read
    for number in range(3):
        put(mail(Subject=f"Лист {number}", Message_ID=f"<{number}@a.example>"))
    assert fetching.check(at=AT, mailbox=box.pk) == 3
    assert seen(box) == [(f"Лист {number}", True) for number in range(3)]
    assert fetching.check(at=AT, mailbox=box.pk) == 0
    put(mail(Subject="Ще один", Message_ID="<9@a.example>"))
    put(mail(Subject="Лист 1", Message_ID="<1@a.example>"))
    assert fetching.check(at=AT + timedelta(minutes=5), mailbox=box.pk) == 2
    assert list(Mail.objects.order_by("id").values_list("subject", flat=True)) == [
        "Лист 0",
        "Лист 1",
        "Лист 2",
        "Ще один",
    ]
    assert Fetched.objects.count() == 5
    box.refresh_from_db()
    assert (box.checked_at, box.trouble) == (AT + timedelta(minutes=5), "")


def test_what_breaks_in_the_middle_goes_on_behind_the_last_kept_letter(read, monkeypatch):
    box, put = read
    for number in range(4):
        put(mail(Subject=f"Лист {number}", Message_ID=f"<{number}@a.example>"))
    whole, brought = imap.Box.letter, []

    def breaks(self, uid):
        if len(brought) == 2:
            raise ConnectionResetError("з'єднання обірвано")
        brought.append(uid)
        return whole(self, uid)

    monkeypatch.setattr(imap.Box, "letter", breaks)
    assert fetching.check(at=AT, mailbox=box.pk) == 0
    box.refresh_from_db()
    assert "обірвано" in box.trouble
    assert box.checked_at is None
    assert [is_seen for _, is_seen in seen(box)] == [False] * 4
    assert Mail.objects.count() == 2
    monkeypatch.setattr(imap.Box, "letter", whole)
    assert fetching.check(at=AT, mailbox=box.pk) == 2
    assert Mail.objects.count() == 4
    assert [is_seen for _, is_seen in seen(box)] == [True] * 4


def test_killed_between_keeping_and_marking(read, monkeypatch):
    box, put = read
    put(mail())

    def killed(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(imap.Box, "mark", killed)
        fetching.check(at=AT, mailbox=box.pk)
    assert Mail.objects.count() == 1
    assert seen(box) == [("Про водопостачання", False)]
    assert fetching.check(at=AT, mailbox=box.pk) == 0
    assert seen(box) == [("Про водопостачання", True)]


def test_a_letter_that_cannot_be_kept_stays_on_the_server(read, monkeypatch):
    box, put = read
    put(mail())
    with monkeypatch.context() as patched, pytest.raises(ZeroDivisionError):
        patched.setattr(taking.proposing, "proposal", lambda **_: 1 / 0)
        fetching.check(at=AT, mailbox=box.pk)
    assert not Mail.objects.exists()
    assert fetching.check(at=AT, mailbox=box.pk) == 1


def test_a_box_of_years_begins_with_what_nobody_has_read(read):
    box, put = read
    for number in range(3):
        put(mail(Subject=f"Лист {number}", Message_ID=f"<{number}@a.example>"))
    with MailBoxUnencrypted("127.0.0.1", box.port).login_utf8(box.login, "таємниця-1") as client:
        client.flag(client.uids()[:2], "\\Seen", value=True)
    assert fetching.check(at=AT, mailbox=box.pk) == 1
    put(mail(Subject="Новий", Message_ID="<9@a.example>"))
    with MailBoxUnencrypted("127.0.0.1", box.port).login_utf8(box.login, "таємниця-1") as client:
        client.flag(client.uids()[-1:], "\\Seen", value=True)
    assert fetching.check(at=AT, mailbox=box.pk) == 1
    assert list(Mail.objects.order_by("id").values_list("subject", flat=True)) == ["Лист 2", "Новий"]


def test_a_folder_numbered_anew_brings_nothing_twice(read):
    box, put = read
    put(mail())
    fetching.check(at=AT, mailbox=box.pk)
    type(box).objects.update(validity=1, last_uid=99)
    put(mail(Message_ID="<2@a.example>"))
    assert fetching.check(at=AT, mailbox=box.pk) == 2
    assert Mail.objects.count() == 2


def test_an_infected_letter_leaves_the_folder_and_its_sender_is_told(read, clamd):
    box, put = read
    put(mail(files=[("звіт.txt", EICAR)]))
    fetching.check(at=AT, mailbox=box.pk)
    (found,) = Mail.objects.all()
    assert (found.state, clamd in found.ground) == (Mail.State.INFECTED, True)
    assert (seen(box), len(seen(box, "Infected"))) == ([], 1)
    told = Message.objects.get(kind="mail")
    assert told.to_address == "ofis@vodokanal.example"
    assert "новий лист" in told.body
    assert told.headers["Auto-Submitted"] == "auto-replied"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"login": "u", "secret": ""}, "введіть його знову"),
        ({"port": 1}, "Немає зв'язку"),
        ({"folder": "Нема"}, "сервер"),
    ],
)
def test_a_trouble_is_said_and_the_check_is_overdue_after_an_hour(read, change, said):
    box, _ = read
    type(box).objects.filter(pk=box.pk).update(**change)
    fetching.check(at=AT, mailbox=box.pk)
    assert said in mailboxes.mailbox(box.pk).trouble
    late = mailboxes.with_terms([mailboxes.mailbox(box.pk)], AT + timedelta(minutes=61))[0]
    assert (late.is_late, late.clause) == (True, "додаток 15, п. 3.1")
    assert not mailboxes.with_terms([mailboxes.mailbox(box.pk)], AT + timedelta(minutes=59))[0].is_late


def test_a_wrong_password_is_said(read):
    box, _ = read
    from magistrat.exchange import passwords

    type(box).objects.filter(pk=box.pk).update(secret=passwords.encrypt("не той"))
    fetching.check(at=AT, mailbox=box.pk)
    assert "пароль" in mailboxes.mailbox(box.pk).trouble


def test_whose_turn_it_is(read):
    box, _ = read
    assert mailboxes.to_check(AT) == [box.pk]
    fetching.check(at=AT, mailbox=box.pk)
    assert mailboxes.to_check(AT + timedelta(minutes=4)) == []
    assert mailboxes.to_check(AT + timedelta(minutes=5)) == [box.pk]
