"""An e-mail taken in: read whatever it is, once, sorted, answered, matched with what we had sent."""

from __future__ import annotations

from datetime import date

import pytest

from magistrat.correspondence.models import Letter
from magistrat.documents.models import Document
from magistrat.exchange import reading
from magistrat.exchange.actions import taking
from magistrat.exchange.models import Fetched, Mail
from magistrat.journal.models import Entry
from magistrat.organisation.models import Department
from magistrat.outbox import actions as outbox
from magistrat.outbox.models import Message
from magistrat.storage import actions as storage
from tests.apps.conftest import EICAR
from tests.apps.exchange.conftest import AT, MAIN, UNIT, a_box, bounce, confirmation, mail
from tests.factories import documents as papers

State = Mail.State


def take(box, raw: bytes, **more) -> Mail:
    return taking.take(at=AT, mailbox=box.pk, raw=raw, **more)


def ours(key: str = "a:1", **more) -> Message:
    """A letter of ours that has gone."""
    given = {"at": AT, "key": key, "to_address": "a@b.example", "subject": "Наш лист", "body": "…"}
    message = outbox.mail(**given | more)
    Message.objects.filter(pk=message.pk).update(state="sent", sent_at=AT)
    return message


class TestReading:
    def test_reads_what_is_there(self):
        found = reading.read(mail(files=[("договір.pdf", b"%PDF-1.4"), ("../../лист.txt", "так".encode())]))
        assert (found.subject, found.from_name, found.from_address) == (
            "Про водопостачання",
            "Водоканал",
            "ofis@vodokanal.example",
        )
        assert found.text == "Просимо надати інформацію."
        assert next((part.name, part.content[:4]) for part in found.parts) == ("договір.pdf", b"%PDF")
        assert (found.message_id, found.to, found.trouble) == ("1@vodokanal.example", (MAIN,), "")

    def test_html_alone_is_read_as_words(self):
        raw = (
            mail(text="x")
            .replace(b"text/plain", b"text/html")
            .replace(b"x\r\n", b"<style>p{}</style><p>One</p><script>alert(1)</script><p>Two &amp; three</p>\r\n")
        )
        assert reading.read(raw).text == "One\n\nTwo & three".replace("\n\n", "\n")

    @pytest.mark.parametrize(
        "raw",
        [
            b"", b"\x00\xff\xfe", b"Subject: =?utf-8?B?!!!?=\r\nFrom: <<>>\r\nDate: never\r\n\r\n", b"From: a@b.example\r\n\r\n\x80\x81",
            b"Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n", b"Content-Type: text/plain; charset=nonsense\r\n\r\n\xd0\xbf",
            b"From: a@b.example\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
        ],
    )  # fmt: skip
    def test_whatever_comes_is_kept(self, raw):
        found = reading.read(raw)
        assert len(found.identity) == 64

    def test_a_letter_cut_off_is_said(self):
        cut = mail(files=[("а.pdf", b"x" * 900)]).partition(b"boundary=")[0] + b'boundary="zz"\r\n\r\n'
        assert reading.read(cut).trouble

    @pytest.mark.parametrize(
        "head",
        [
            {"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"List_Id": "<x.example>"},
            {"From": "MAILER-DAEMON@mx.example"}, {"From": "noreply@x.example"}, {"Return_Path": "<>"},
        ],
    )  # fmt: skip
    def test_knows_programs_letters(self, head):
        assert reading.read(mail(**head)).is_automatic
        assert not reading.read(mail(Auto_Submitted="no")).is_automatic


@pytest.mark.django_db
class TestOnce:
    def test_the_same_letter_in_two_boxes_is_one(self, office, box):
        unit = a_box(office, UNIT)
        one = take(box, b"Received: by one\r\n" + mail(), place=(7, 1))
        two = take(unit, b"Received: by two\r\n" + mail(), place=(7, 1))
        assert one == two
        assert Fetched.objects.filter(mail=one).count() == 2
        assert Entry.objects.filter(code="exchange.received").count() == 1

    def test_two_workers_at_once_keep_one(self, office, box, monkeypatch):
        unit, whole, other = a_box(office, UNIT), taking.proposing.proposal, []

        def meanwhile(**words):
            if not other:
                other.append(1)
                take(unit, mail(), place=(7, 5))
            return whole(**words)

        monkeypatch.setattr(taking.proposing, "proposal", meanwhile)
        found = take(box, mail(), place=(7, 1))
        assert Mail.objects.get() == found
        assert Fetched.objects.filter(mail=found, mailbox=box).exists()

    def test_another_text_under_the_same_id_is_another(self, box):
        take(box, mail())
        take(box, mail(text="Інший текст."))
        assert Mail.objects.count() == 2


@pytest.mark.django_db
class TestSorting:
    @pytest.fixture(autouse=True)
    def units(self, office):
        Department.objects.filter(pk=office.department_clerk.department_id).update(
            key="infra", name="Департамент інфраструктури міста"
        )
        self.appeals = papers.department("Управління звернень", "40", key="appeals").pk
        self.records = office.clerk.department_id
        self.infra = office.department_clerk.department_id

    def test_by_whom_it_is_for(self, office, box):
        unit = a_box(office, UNIT)
        assert take(box, mail()).department_id == self.records
        appeal = mail(From="Ганна <hanna@ukr.net>", Subject="Скарга на сусідів", Message_ID="<2@ukr.net>")
        found = take(box, appeal)
        assert (found.department_id, found.sorted_clause) == (self.appeals, "16.3")
        named = mail(text="Директору департаменту інфраструктури міста", Message_ID="<3@x.example>")
        assert take(box, named).department_id == self.infra
        assert take(box, mail(To=f"{MAIN}, {UNIT}", Message_ID="<4@x.example>")).department_id == self.infra
        found = take(unit, mail(Message_ID="<5@x.example>"))
        assert (found.department_id, found.sorted_clause) == (self.infra, "16.3.2")

    def test_proposes_the_sender_his_index_and_our_letter(self, office, box):
        office.sender.email = "ofis@vodokanal.example"
        office.sender.save()
        letter = registered_letter(office)
        text = f"від 09.03.2026 № 01-12/77\nНа № {letter.index} від 10.03.2026\nПовідомляємо."
        found = take(box, mail(text=text))
        assert (found.correspondent_id, found.their_index, found.their_date) == (
            office.sender.pk,
            "01-12/77",
            date(2026, 3, 9),
        )
        assert found.answers_id == letter.pk
        subject = f"Re: Про справу (лист від 10.03.2026 № {letter.index})"
        assert take(box, mail(Subject=subject, Message_ID="<2@a.example>")).answers_id == letter.pk
        sent = ours(document=letter.pk)
        found = take(box, mail(In_Reply_To=f"<{sent.message_id}>", Message_ID="<3@a.example>"))
        assert found.answers_id == letter.pk
        assert take(box, mail(text="На № 99/99 від 10.03.2026", Message_ID="<4@a.example>")).answers_id is None


def registered_letter(office) -> Document:
    return papers.outgoing(office)


@pytest.mark.django_db
class TestAnswers:
    ASKED = {"Disposition_Notification_To": "ofis@vodokanal.example"}

    def test_a_receipt_that_is_asked_for_goes_at_once(self, box):
        found = take(box, mail(**self.ASKED))
        message = Message.objects.get(pk=found.receipt)
        assert (message.to_address, message.from_address) == ("ofis@vodokanal.example", MAIN)
        assert "Original-Message-ID: <1@vodokanal.example>" in message.report
        assert message.headers["In-Reply-To"] == "<1@vodokanal.example>"
        assert Entry.objects.get(code="exchange.receipt_confirmed").clause == "додаток 15, п. 3.3"

    @pytest.mark.parametrize(
        "head",
        [
            {"Auto_Submitted": "auto-generated"}, {"Disposition_Notification_To": "zhertva@other.example"},
            {"Disposition_Notification_To": ""}, {"From": MAIN, "Disposition_Notification_To": MAIN},
        ],
    )  # fmt: skip
    def test_never_programs_strangers_or_ourselves(self, box, head):
        assert take(box, mail(**self.ASKED | head)).receipt is None
        assert not Message.objects.filter(kind="mail").exists()

    def test_a_flood_is_not_answered(self, box):
        for number in range(12):
            take(box, mail(**self.ASKED, Message_ID=f"<{number}@a.example>"))
        assert Message.objects.filter(kind="mail").count() == 10

    def test_the_sender_of_an_unreadable_letter_is_told(self, box):
        found = take(box, mail(), trouble="лист більший за 60 МБ")
        assert (found.state, found.trouble) == (State.NEW, "лист більший за 60 МБ")
        assert "60 МБ" in Message.objects.get(kind="mail").body

    def test_a_virus_found_later_puts_the_letter_away(self, box, clamd, settings):
        there, settings.CLAMD = settings.CLAMD, "/nowhere.sock"
        found = take(box, mail(files=[("звіт.txt", EICAR)]))
        assert found.state == State.NEW
        settings.CLAMD = there
        for file in found.attachments.all():
            storage.check(sha256=file.blob_id, at=AT)
        found.refresh_from_db()
        assert found.state == State.INFECTED
        assert found.attachments.get().virus == clamd
        assert Entry.objects.get(code="exchange.put_away").clause == "додаток 15, п. 3.2.2"


@pytest.mark.django_db
class TestReports:
    def test_a_bounce_ends_our_letter(self, box):
        message = ours(document=None, from_post=5)
        found = take(box, bounce(message.message_id))
        message.refresh_from_db()
        assert (found.state, message.state, message.trouble) == (State.SERVICE, "failed", "550 5.1.1 no such user")
        assert Message.objects.filter(kind="notice", to_post=5).exists()

    def test_a_delay_is_only_noted(self, box):
        message = ours()
        take(box, bounce(message.message_id, action="delayed", words="451 busy"))
        message.refresh_from_db()
        assert (message.state, message.trouble) == ("sent", "451 busy")

    def test_delivery_and_reading_are_noted(self, box):
        message = ours()
        take(box, bounce(message.message_id, action="delivered", words="250 ok"))
        message.refresh_from_db()
        assert (message.delivered_at, message.opened_at) == (AT, None)
        take(box, confirmation(message.message_id))
        message.refresh_from_db()
        assert message.opened_at == AT

    def test_one_about_a_letter_that_is_not_ours_changes_nothing(self, box):
        message = ours()
        assert take(box, bounce("nobody@nowhere.example")).state == State.SERVICE
        message.refresh_from_db()
        assert message.state == "sent"
        assert Letter.objects.count() == 0
