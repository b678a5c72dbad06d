"""The operator's decisions, their pages, and the settings of mailboxes."""

from __future__ import annotations

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from magistrat.documents.actions import containers
from magistrat.documents.models import Document, File
from magistrat.exchange import jobs, passwords
from magistrat.exchange.actions import deciding, mailboxes, taking
from magistrat.exchange.models import Mail, Mailbox
from magistrat.exchange.queries import mailboxes as read
from magistrat.exchange.queries import mails
from magistrat.journal.models import Entry
from magistrat.rules.refusal import Refusal
from tests.apps.conftest import EICAR
from tests.apps.exchange.conftest import AT, UNIT, a_box, mail
from tests.apps.exchange.test_taking import registered_letter
from tests.factories import documents as papers

pytestmark = pytest.mark.django_db
State = Mail.State


def take(box, number: int = 1, **said) -> Mail:
    return taking.take(at=AT, mailbox=box.pk, raw=mail(Message_ID=f"<{number}@a.example>", **said))


def refused(deed, **words) -> Refusal:
    with pytest.raises(Refusal) as caught:
        deed(**words)
    return caught.value


class TestAccept:
    def test_becomes_an_arrival_with_its_files_and_our_letter(self, office, box):
        office.sender.email = "ofis@vodokanal.example"
        office.sender.save()
        ours = registered_letter(office)
        found = take(
            box,
            Subject=f"RE: Відповідь (лист від 10.03.2026 № {ours.index})",
            files=[("а.pdf", b"%PDF-1.4 a"), ("б.pdf", b"b")],
        )
        document = deciding.accept(actor=office.clerk, at=AT, mail=found.pk)
        assert (document.state, document.way, document.correspondent_id) == (
            Document.State.ARRIVED,
            "email",
            office.sender.pk,
        )
        assert document.summary == f"Відповідь (лист від 10.03.2026 № {ours.index})"
        letter = File.objects.get(document=document)
        containers.inspect(file_id=letter.pk, at=AT)
        assert (letter.name, letter.media_type) == (f"{document.summary.replace('/', '-')}.eml", "message/rfc822")
        inside = File.objects.filter(parent=letter).order_by("id").values_list("name", flat=True)
        assert list(inside) == ["Текст листа.txt", "а.pdf", "б.pdf"]
        found.refresh_from_db()
        assert (found.state, found.document_id) == (State.TAKEN, document.pk)
        assert document.envelope == {"answers": ours.pk}

    def test_the_card_begins_with_the_letter_that_it_answers(self, office, box, client):
        ours = registered_letter(office)
        found = take(box, Subject=f"Re: Справа (лист від 10.03.2026 № {ours.index})")
        document = deciding.accept(actor=office.clerk, at=AT, mail=found.pk)
        papers.signed_in(client, office.clerk)
        page = client.get(reverse("documents:register_arrival", args=[document.pk])).content.decode()
        assert f'value="{ours.index}"' in page

    def test_once_only_by_who_may_and_sees(self, office, box, clamd):
        unit = a_box(office, UNIT)
        found = take(box)
        given = {"at": AT, "mail": found.pk}
        assert refused(deciding.accept, actor=office.executor, **given).is_right
        assert refused(deciding.accept, actor=office.department_clerk, **given).is_right
        deciding.accept(actor=office.clerk, **given)
        assert "вже є" in refused(deciding.accept, actor=office.clerk, **given).message
        infected = taking.take(at=AT, mailbox=unit.pk, raw=mail(files=[("звіт.txt", EICAR)]))
        assert "заражений" in refused(deciding.accept, actor=office.department_clerk, at=AT, mail=infected.pk).message
        assert Document.objects.count() == 1

    def test_half_way_leaves_nothing(self, office, box, monkeypatch):
        found = take(box)
        monkeypatch.setattr(deciding, "_decided", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            deciding.accept(actor=office.clerk, at=AT, mail=found.pk)
        assert not Document.objects.exists()


class TestOtherwise:
    def test_not_registered_with_a_reason_and_back(self, office, box):
        given = {"actor": office.clerk, "at": AT, "mail": take(box).pk}
        assert "чому" in refused(deciding.refuse, **given, reason=" ").message
        assert deciding.refuse(**given, reason="Реклама").ground == "Реклама"
        assert refused(deciding.mark_spam, **given)
        assert deciding.bring_back(**given).state == State.NEW
        assert deciding.mark_spam(**given).state == State.SPAM
        assert deciding.bring_back(**given).state == State.NEW
        assert refused(deciding.bring_back, **given)
        codes = Entry.objects.filter(code__startswith="exchange.").order_by("id").values_list("code", flat=True)
        assert list(codes)[-4:] == [
            "exchange.refused",
            "exchange.brought_back",
            "exchange.marked_spam",
            "exchange.brought_back",
        ]

    def test_to_another_unit_that_then_sees_it(self, office, box):
        found, unit = take(box), office.department_clerk
        assert refused(mails.mail, actor=unit, mail_id=found.pk).is_right
        given = {"actor": office.clerk, "at": AT, "mail": found.pk}
        deciding.forward(**given, department=unit.department_id)
        assert "уже" in refused(deciding.forward, **given, department=unit.department_id).message
        assert mails.waiting_count(unit) == 1
        assert mails.waiting_count(office.clerk) == 0
        assert deciding.accept(actor=unit, at=AT, mail=found.pk).state == Document.State.ARRIVED


class TestPages:
    def test_the_queue_costs_the_same_at_any_length(self, office, box, client, django_assert_max_num_queries):
        papers.signed_in(client, office.clerk)
        take(box, files=[("а.pdf", b"a")])
        client.get(reverse("exchange:queue"))
        with django_assert_max_num_queries(30) as few:
            client.get(reverse("exchange:queue"))
        for number in range(2, 20):
            take(box, number)
        with django_assert_max_num_queries(len(few.captured_queries)):
            shown = client.get(reverse("exchange:queue")).content.decode()
        assert shown.count("Розглянути</a>") == 19
        found = client.get(reverse("exchange:queue"), {"q": "ВОДОПОСТАЧАННЯ"}).content.decode()
        assert found.count("Розглянути</a>") == 19
        assert "Розглянути</a>" not in client.get(reverse("exchange:queue"), {"q": "немає такого"}).content.decode()

    def test_the_number_on_the_shelf_is_of_what_lies_on_it(self, office, box, client):
        """Also a letter that came to the unit's box and is sorted to another unit."""
        papers.signed_in(client, office.clerk)
        take(box)
        deciding.forward(
            actor=office.clerk, at=AT, mail=take(box, 2).pk, department=office.department_clerk.department_id
        )
        page = client.get(reverse("exchange:queue"))
        shown = page.content.decode().count("Розглянути</a>")
        assert page.context["tabs"][0]["count"] == shown == 2

    def test_decided_one_after_another(self, office, box, client):
        papers.signed_in(client, office.clerk)
        first, second, third = take(box, files=[("а.pdf", b"a")]), take(box, 2), take(box, 3)
        page = client.get(reverse("exchange:mail", args=[first.pk])).content.decode()
        assert "Просимо надати інформацію." in page
        answer = client.post(reverse("exchange:accept", args=[first.pk]), {"summary": "Про воду"})
        assert answer.url == reverse("exchange:mail", args=[second.pk])
        assert client.post(reverse("exchange:refuse", args=[second.pk]), {"reason": ""}).status_code == 422
        assert client.post(reverse("exchange:refuse", args=[second.pk]), {"reason": "Дубль"}).url == reverse(
            "exchange:mail", args=[third.pk]
        )
        assert client.post(reverse("exchange:spam", args=[third.pk])).url == reverse("exchange:queue")
        assert client.post(reverse("exchange:spam", args=[third.pk])).status_code == 409
        assert Document.objects.get().summary == "Про воду"

    def test_another_sender_than_the_proposed_one_is_chosen_or_none(self, office, box, client):
        office.sender.email = "ofis@vodokanal.example"
        office.sender.save()
        papers.signed_in(client, office.clerk)
        first, second = take(box), take(box, 2)
        path = reverse("exchange:accept", args=[first.pk])
        typed = client.post(path, {"correspondent": "", "correspondent_text": "Районна рада", "summary": "Про воду"})
        page = typed.content.decode()
        assert (typed.status_code, "Виберіть зі списку" in page, 'value="Районна рада"' in page) == (422, True, True)
        assert office.sender.name not in page.split("<form", 2)[-1].split("</form>")[0]
        assert not Document.objects.exists()
        other = papers.correspondent("Районна рада")
        client.post(path, {"correspondent": other.pk, "correspondent_text": other.name, "summary": "Про воду"})
        client.post(reverse("exchange:accept", args=[second.pk]), {"correspondent": "", "correspondent_text": ""})
        assert [one.correspondent for one in Document.objects.order_by("pk")] == [other, None]

    def test_files_are_only_for_those_who_see_the_letter(self, office, box, client, clamd, settings, tmp_path):
        settings.CITY_DIR = tmp_path
        found = take(box, files=[("<b>а</b>.html", b"<script>")])
        path = reverse("exchange:attachment", args=[found.attachments.get().pk])
        papers.signed_in(client, office.clerk)
        answer = client.get(path)
        assert (answer["Content-Type"], b"".join(answer)) == ("application/octet-stream", b"<script>")
        assert answer["Content-Disposition"].startswith("attachment")
        seen = take(box, 3, files=[("лист.pdf", papers.pdf(("Лист",)))]).attachments.get().pk
        assert client.get(reverse("exchange:picture", args=[seen, 1])).content.startswith(b"\x89PNG")
        assert client.get(reverse("exchange:picture", args=[seen, 9])).status_code == 404
        assert client.get(reverse("exchange:picture", args=[found.attachments.get().pk, 1])).status_code == 404
        papers.signed_in(client, office.department_clerk)
        assert client.get(path).status_code == 403
        assert client.get(reverse("exchange:picture", args=[seen, 1])).status_code == 403
        infected = take(box, 2, files=[("звіт.txt", EICAR)])
        papers.signed_in(client, office.clerk)
        assert client.get(reverse("exchange:attachment", args=[infected.attachments.get().pk])).status_code == 409


class TestMailboxes:
    def test_the_password_is_kept_encrypted_and_stays(self, office, box):
        assert "таємниця" not in box.secret
        assert passwords.password(secret=box.secret, secret_from="") == "таємниця-1"
        given = {"title": "Інша назва"}
        changed = mailboxes.change(actor=office.administrator, at=AT, mailbox=box.pk, given=given)
        assert (changed.title, changed.secret) == ("Інша назва", box.secret)
        assert "таємниця" not in str(list(Entry.objects.values_list("payload", flat=True)))

    def test_or_read_from_the_environment(self, office, box, monkeypatch):
        given = {"secret_from": "MAGISTRAT_IMAP_MAIN"}
        changed = mailboxes.change(actor=office.administrator, at=AT, mailbox=box.pk, given=given)
        assert changed.secret == ""
        monkeypatch.setenv("MAGISTRAT_IMAP_MAIN", "із середовища")
        assert passwords.password(secret="", secret_from="MAGISTRAT_IMAP_MAIN") == "із середовища"
        given = {"secret_from": "DATABASE_URL"}
        assert (
            "MAGISTRAT_IMAP_"
            in refused(mailboxes.change, actor=office.administrator, at=AT, mailbox=box.pk, given=given).message
        )

    def test_refuses_what_is_not_official_or_there_already(self, office, box):
        def add(address, **more):
            given = {"title": "С", "address": address, "department": office.clerk.department_id} | more
            return refused(mailboxes.add, actor=office.administrator, at=AT, given=given)

        assert add("a@gmail.com").clause == "16.5"
        assert "уже внесено" in add("VYKONKOM@kr.gov.ua").message
        assert "вже є" in add("b@kr.gov.ua", is_main=True).message
        assert refused(mailboxes.add, actor=office.clerk, at=AT, given={}).is_right

    def test_units_write_from_their_boxes(self, office, box):
        a_box(office, UNIT)
        assert read.address_of(office.department_clerk.department_id) == UNIT
        assert read.address_of(None) == box.address
        assert read.address_of(office.executor.department_id + 100) == ""

    def test_by_the_administrators_screen(self, office, client):
        papers.signed_in(client, office.administrator)
        given = {
            "title": "Загальна", "address": "zahalna@kr.gov.ua", "department": office.clerk.department_id, "is_main": "on",
            "host": "imap.example", "port": 993, "security": "ssl", "login": "zahalna", "password": "пароль",
            "folder": "INBOX", "minutes": 5, "is_open": "on",
        }  # fmt: skip
        assert client.post(reverse("exchange:mailbox_add"), given | {"login": ""}).status_code == 422
        assert client.post(reverse("exchange:mailbox_add"), given | {"address": "a@b.example"}).status_code == 409
        assert client.post(reverse("exchange:mailbox_add"), given).status_code == 302
        box = Mailbox.objects.get()
        page = client.get(reverse("exchange:mailbox", args=[box.pk])).content.decode()
        assert "imap.example" in page
        assert "пароль" not in page.replace("Пароль", "").replace("з паролем", "")
        for _ in range(2):
            assert client.post(reverse("exchange:mailbox_check", args=[box.pk])).status_code == 302
        jobs.begin_round(0)
        waiting = ProcrastinateJob.objects.filter(task_name="exchange.check", status="todo")
        assert [job.args for job in waiting] == [{"mailbox": box.pk}]
        assert "ще ніколи" in client.get(reverse("exchange:mailboxes")).content.decode()
