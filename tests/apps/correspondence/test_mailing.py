"""A letter by e-mail as KR annex 15 wants it, and what happens when it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from magistrat.correspondence import queries
from magistrat.correspondence.actions import dispatching, registering, signing
from magistrat.correspondence.models import Dispatch, Letter
from magistrat.correspondence.queries import mailing
from magistrat.documents.actions import files
from magistrat.documents.actions.files import Upload
from magistrat.documents.models import Correspondent
from magistrat.journal.models import Entry
from magistrat.outbox import actions as outbox
from magistrat.outbox import hooks
from magistrat.outbox.models import Message
from tests.apps.conftest import EICAR
from tests.apps.correspondence.conftest import AT, Hall, kyiv
from tests.apps.correspondence.test_way import visaed
from tests.apps.outbox.conftest import Post
from tests.factories.mail_server import Server

pytestmark = pytest.mark.django_db


def registered(hall: Hall, *uploads: Upload, to: str = "enterprise") -> Letter:
    letter = signing.sign(actor=hall.actor("deputy"), at=AT, letter=visaed(hall, hall.letter(to), "head").pk)
    registry = hall.registries["outgoing"].pk
    return registering.register(
        actor=hall.actor("clerk"), at=AT, letter=letter.pk, registry=registry, scan=list(uploads)
    )


def words(hall: Hall, letter: Letter, to: str = "enterprise", **more: Any) -> dict[str, Any]:
    given = {"actor": hall.actor("clerk"), "at": AT, "letter": letter.pk, "by": "email"}
    return given | {"addressees": [hall.correspondents[to].pk]} | more


class TestByTheInstruction:
    def test_bears_all_that_annex_15_names(self, hall: Hall, scan) -> None:
        letter = registered(hall, *scan)
        row = dispatching.send(**words(hall, letter))[0]
        message = Message.objects.get(pk=row.message)
        assert message.subject == f"Про надання інформації (лист від 10.03.2026 № {letter.document.index})"
        assert message.from_address == "kantseliariia@kr.gov.ua"
        assert message.asks_receipt
        lines = message.body.split("\n")
        assert lines[0] == "Адресат: Підприємство «Джерело»."
        assert any(line.startswith("1) підписаний.pdf — підписаний примірник, ") for line in lines)
        assert lines[-4:] == [
            "Заступник міського голови, виконком", "Д. ЛИТВИНЕНКО", "(056) 92-13-14", "kantseliariia@kr.gov.ua",
        ]  # fmt: skip

    def test_a_wrong_scan_is_righted_until_it_has_gone(self, hall: Hall, refused, scan) -> None:
        letter, clerk = registered(hall, *scan), hall.actor("clerk")
        deed = {"actor": clerk, "at": AT, "reason": "чужий скан"}
        wrong = letter.document.files.get(role="signed")
        right = files.replace(file_id=wrong.pk, upload=scan[0], **deed)
        assert [one.pk for one in queries.prepared(letter, AT.date()).files] == [right.pk]
        row = dispatching.send(**words(hall, letter))[0]
        assert "уже надіслано" in refused(files.remove, file_id=right.pk, **deed).message
        assert "уже надіслано" in refused(files.replace, file_id=right.pk, upload=scan[0], **deed).message
        dispatching.note_failure(at=AT, message=row.message, words="немає такої скриньки")
        assert files.remove(file_id=right.pk, **deed).removed_at == AT
        # Until the right one is laid in, the unsigned draft does not go in its place.
        assert not queries.prepared(letter, AT.date()).files
        assert refused(dispatching.send, **words(hall, letter)).message

    def test_files_beyond_ten_megabytes_do_not_go(self, hall: Hall, refused) -> None:
        letter = registered(hall, Upload("план.pdf", b"%PDF-1.4 " + b"0" * (10 * 1024 * 1024)))
        assert queries.prepared(letter, AT.date()).is_too_large
        refusal = refused(dispatching.send, **words(hall, letter))
        assert (refusal.clause, "план.pdf" in refusal.message) == ("додаток 15, п. 2.7", True)
        assert not Message.objects.filter(kind="mail").exists()
        assert not letter.dispatches.exists()
        assert dispatching.send(**words(hall, letter) | {"by": "post"})

    def test_an_infected_file_does_not_go(self, hall: Hall, refused, clamd) -> None:
        letter = registered(hall, Upload("звіт.txt", EICAR))
        refusal = refused(dispatching.send, **words(hall, letter))
        assert refusal.clause == "додаток 15, п. 2.3"
        assert not letter.dispatches.exists()

    def test_only_from_an_official_address(self, hall: Hall, refused, scan, settings) -> None:
        settings.DEFAULT_FROM_EMAIL = "kantseliariia@poshta.example"
        assert refused(dispatching.send, **words(hall, registered(hall, *scan))).clause == "16.5"

    def test_a_unit_writes_from_its_own_box(self, hall: Hall, scan, monkeypatch) -> None:
        own = hall.departments["housing"].pk
        monkeypatch.setattr(hooks, "_senders", [{own: "zhkh@kr.gov.ua", None: "vykonkom@kr.gov.ua"}.get])
        letter = registered(hall, *scan)
        assert letter.blank == "committee"
        assert mailing.prepared(letter, AT.date()).sender == "vykonkom@kr.gov.ua"
        letter.blank = "department"
        assert mailing.prepared(letter, AT.date()).sender == "zhkh@kr.gov.ua"

    def test_refuses_a_wrong_address(self, hall: Hall, refused, scan) -> None:
        letter = registered(hall, *scan)
        assert "вигляд" in refused(dispatching.send, **words(hall, letter, address="не адреса")).message


@pytest.fixture
def server(settings, free_tcp_port) -> Iterator[Post]:
    """A real SMTP server that answers as told."""
    handler = Post()
    controller = Server(handler, hostname="127.0.0.1", port=free_tcp_port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_tcp_port
    yield handler
    controller.stop()


class TestComesBack:
    def test_to_those_who_send_and_goes_again(self, hall: Hall, server, scan) -> None:
        letter = registered(hall, *scan)
        row = dispatching.send(**words(hall, letter))[0]
        server.rcpt_answer = "451 спробуйте пізніше"
        waiting = outbox.send(at=kyiv("03-10 11:31"), message=row.message)
        assert (waiting.state, waiting.next_at) == ("queued", kyiv("03-10 11:32"))
        server.rcpt_answer = "550 такої скриньки немає"
        outbox.send(at=kyiv("03-10 11:32"), message=row.message)
        row.refresh_from_db()
        letter.refresh_from_db()
        assert (row.failed_at, letter.state) == (kyiv("03-10 11:32"), Letter.State.REGISTERED)
        assert "550" in letter.undelivered
        clerk = hall.actor("clerk")
        line = queries.waiting_for(clerk, AT.date())[0]
        assert line.step == "Виправити адресу"
        told = Message.objects.filter(kind="notice", subject__startswith="Лист не доставлено")
        assert {one.to_post for one in told} == {clerk.post_id, hall.posts["executor"].pk}
        server.rcpt_answer = ""
        again = dispatching.send(**words(hall, letter, address="ofis@dzherelo.example"))[0]
        outbox.send(at=kyiv("03-10 11:40"), message=again.message)
        letter.refresh_from_db()
        assert (letter.state, letter.undelivered) == (Letter.State.DISPATCHED, "")
        assert server.recipients == ["ofis@dzherelo.example"]
        assert list(Entry.objects.filter(code="correspondence.not_delivered").values_list("subject", flat=True)) == [
            letter.pk
        ]

    def test_told_twice_is_written_once(self, hall: Hall, scan) -> None:
        letter = registered(hall, *scan)
        row = dispatching.send(**words(hall, letter))[0]
        Message.objects.filter(pk=row.message).update(state="sent", sent_at=AT)
        for _ in range(2):
            outbox.bounced(at=AT, message=row.message, words="550")
        assert Entry.objects.filter(code="correspondence.not_delivered").count() == 1
        assert dispatching.note_failure(at=AT, message=999_999, words="чужий лист") is None

    def test_the_page_shows_the_way_and_corrects_the_address(self, hall: Hall, client, scan) -> None:
        letter = registered(hall, *scan)
        row = dispatching.send(**words(hall, letter))[0]
        outbox.bounced(at=AT, message=row.message, words="550 такої скриньки немає")
        client.force_login(hall.people["clerk"].account, backend="django.contrib.auth.backends.ModelBackend")
        shown = client.get(f"/lysty/{letter.pk}/nadislaty/").content.decode()
        assert "550 такої скриньки немає" in shown
        assert "дозволених" in shown
        given = {
            "addressees": row.correspondent_id,
            "by": "email",
            "address": "ofis@dzherelo.example",
            "remember": "on",
        }
        assert client.post(f"/lysty/{letter.pk}/nadislaty/", given).status_code == 302
        assert Correspondent.objects.get(pk=row.correspondent_id).email == "ofis@dzherelo.example"
        assert Dispatch.objects.filter(letter=letter, failed_at__isnull=True).get().address == "ofis@dzherelo.example"
        shown = client.get(f"/lysty/{letter.pk}/").content.decode()
        assert "ofis@dzherelo.example: очікує надсилання" in shown


class TestDeliveryBook:
    def test_who_signed_is_written_down_once(self, hall: Hall, refused) -> None:
        letter = registered(hall, to="plant")
        row = dispatching.send(**words(hall, letter, "plant") | {"by": "courier"})[0]
        given = {"actor": hall.actor("clerk"), "at": AT, "dispatch": row.pk}
        assert "хто одержав" in refused(dispatching.note_received, **given, receiver=" ").message
        assert refused(dispatching.note_received, **given | {"actor": hall.actor("executor")}, receiver="а").is_right
        assert dispatching.note_received(**given, receiver="Коваль І.П.").received_at == AT
        assert "Коваль" in refused(dispatching.note_received, **given, receiver="Інший").message

    def test_only_what_a_courier_takes(self, hall: Hall, refused) -> None:
        letter = registered(hall, to="plant")
        row = dispatching.send(**words(hall, letter, "plant") | {"by": "post"})[0]
        given = {"actor": hall.actor("clerk"), "at": AT, "dispatch": row.pk}
        assert "кур'єр" in refused(dispatching.note_received, **given, receiver="Коваль").message


@pytest.fixture(autouse=True)
def kept_apart(settings, tmp_path) -> None:
    settings.STORAGE_DIR = tmp_path
