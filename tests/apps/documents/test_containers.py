"""Archives, letters and signed files on a card; what may do harm, and what is locked away."""

from __future__ import annotations

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from magistrat.documents import dangers, queue
from magistrat.documents.actions import containers, files, threats
from magistrat.documents.models import Document, File, Passage
from magistrat.documents.pages.viewer import viewer
from magistrat.documents.queries import cards
from magistrat.journal.actor import SYSTEM
from magistrat.journal.models import Entry
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.storage import actions as storage
from magistrat.storage import hooks, kinds
from magistrat.texts import process
from magistrat.texts.readers import taking
from magistrat.texts.readers.trouble import INTERRUPTED, Interrupted
from tests.apps.conftest import EICAR
from tests.factories import containers as packed
from tests.factories import documents as make
from tests.factories import signatures as signed

AT = make.AT
LATER = AT + timedelta(minutes=1)
pytestmark = pytest.mark.django_db
LOOKS = SimpleNamespace(actor=SYSTEM, on=AT.date())


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.STORAGE_DIR = settings.CITY_DIR = tmp_path


@pytest.fixture
def office():
    return make.office()


def came(office, *given, way=Document.Way.POST, **more):
    """An arrival with these files (name, body)."""
    uploads = [files.Upload(name, body) for name, body in given]
    return make.arrival(office, uploads=uploads, way=way, **more)


def one(document, name):
    return File.objects.get(document=document, name=name)


def inspected(document):
    """As the worker does it: until nothing waits."""
    while waiting := File.objects.filter(document=document, inspection="waiting").values_list("pk", flat=True):
        for pk in list(waiting):
            assert containers.inspect(file_id=pk, at=LATER) is not None


def tree(document):
    return [(file.depth, file.name) for file in cards.files(document.pk)]


@pytest.fixture
def ended_at_first(monkeypatch):
    """Each reader is ended from outside the first time; those that were."""
    read, seen = process.read, set()

    def reads(reader, **more):
        if reader not in seen:
            seen.add(reader)
            raise Interrupted(INTERRUPTED)
        return read(reader, **more)

    monkeypatch.setattr(process, "read", reads)
    return seen


class TestArchives:
    def test_lose_nothing_by_a_reader_that_was_ended_from_outside(self, office, ended_at_first):
        document = came(office, ("листи.zip", packed.zipped({"а.pdf": make.pdf(("Лист",))})))
        inspected(document)
        containers.unpack(actor=office.clerk, at=AT, file_id=one(document, "листи.zip").pk)
        inspected(document)
        assert tree(document) == [(0, "листи.zip"), (1, "а.pdf")]
        assert one(document, "а.pdf").dangers == []
        assert ended_at_first == {"packed", "dangers"}

    def test_are_opened_when_a_person_wishes(self, office):
        inner = packed.seven_zip({"а.txt": b"one"})
        document = came(office, ("листи.zip", packed.zipped({"папка/Лист.docx": make.docx("Лист"), "ще.7z": inner})))
        inspected(document)
        archive = one(document, "листи.zip")
        assert (archive.opening, tree(document)) == ("offered", [(0, "листи.zip")])
        containers.unpack(actor=office.clerk, at=AT, file_id=archive.pk)
        inspected(document)
        assert tree(document) == [(0, "листи.zip"), (1, "Лист.docx"), (1, "ще.7z")]
        letter = one(document, "Лист.docx")
        assert (letter.inside, letter.parent, letter.state, letter.role) == ("папка/Лист.docx", archive, "fine", "main")
        containers.unpack(actor=office.clerk, at=AT, file_id=one(document, "ще.7z").pk)
        inspected(document)
        assert (2, "а.txt") in tree(document)
        assert "узято файлів: 2" in Entry.objects.filter(code="documents.container_opened").first().payload["text"]

    def test_what_stops_it(self, office):
        document = came(office, ("a.zip", packed.zipped({"a.txt": b"a"})), ("b.txt", b"b"))
        archive = one(document, "a.zip")
        with pytest.raises(Refusal, match="не надано"):
            containers.unpack(actor=office.stranger, at=AT, file_id=archive.pk)
        with pytest.raises(Refusal, match="не можна розпакувати"):
            containers.unpack(actor=office.clerk, at=AT, file_id=one(document, "b.txt").pk)
        containers.unpack(actor=office.clerk, at=AT, file_id=archive.pk)
        with pytest.raises(Refusal, match="уже розпаковано"):
            containers.unpack(actor=office.clerk, at=AT, file_id=archive.pk)

    def test_half_way_takes_nothing_and_goes_on_later(self, office, monkeypatch):
        document = came(office, ("a.zip", packed.zipped({"a.txt": b"a", "b.txt": b"b"})))
        archive = one(document, "a.zip")
        containers.unpack(actor=office.clerk, at=AT, file_id=archive.pk)
        put, calls = files.put, []

        def dies(**said):
            calls.append(said)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return put(**said)

        with monkeypatch.context() as patch:
            patch.setattr(files, "put", dies)
            with pytest.raises(KeyboardInterrupt):
                containers.inspect(file_id=archive.pk, at=LATER)
        assert tree(document) == [(0, "a.zip")]
        assert containers.resume(limit=10) == 1
        inspected(document)
        assert tree(document) == [(0, "a.zip"), (1, "a.txt"), (1, "b.txt")]
        assert containers.inspect(file_id=archive.pk, at=LATER) is None

    def test_bombs_and_locked_ones_stay_and_are_marked(self, office, monkeypatch):
        document = came(
            office, ("a.zip", packed.zipped({"a.txt": b"a"}, locked=True)), ("b.rar", b"Rar!\x1a\x07\x01\x00")
        )
        assert [file.get_state_display() for file in cards.files(document.pk)] == ["захищений паролем", "читається"]
        containers.unpack(actor=office.clerk, at=AT, file_id=one(document, "b.rar").pk)
        inspected(document)
        broken = one(document, "b.rar")
        assert (broken.opening, broken.opening_note) == ("closed", "Архів порожній або пошкоджений.")
        monkeypatch.setattr(cards, "MOST_DEPTH", 0)
        containers.unpack(actor=office.clerk, at=AT, file_id=broken.pk)
        inspected(document)
        assert "глибше" in one(document, "b.rar").opening_note
        assert taking.MOST_FILES == 500

    def test_what_is_taken_off_takes_its_contents_along(self, office):
        document = came(office, ("a.eml", packed.eml(files={"a.txt": b"a"})))
        inspected(document)
        files.remove(actor=office.clerk, at=LATER, file_id=one(document, "a.eml").pk, reason="помилково")
        assert tree(document) == []
        assert File.objects.filter(document=document, removed_at=LATER).count() == 3

    def test_what_is_renewed_takes_its_former_contents_along(self, office):
        document = came(office, ("a.eml", packed.eml(files={"a.txt": b"a"})))
        inspected(document)
        upload = files.Upload("b.txt", b"b")
        with pytest.raises(Refusal, match="замінити можна лише його цілком"):
            files.replace(actor=office.clerk, at=LATER, file_id=one(document, "a.txt").pk, upload=upload)
        files.replace(actor=office.clerk, at=LATER, file_id=one(document, "a.eml").pk, upload=upload)
        assert [file.name for file in cards.files(document.pk)] == ["b.txt"]
        assert (
            not Passage.objects.filter(document=document, what="file")
            .exclude(reference=one(document, "b.txt").pk)
            .exists()
        )
        assert File.objects.filter(document=document, removed_at=LATER).count() == 2


class TestLetters:
    @pytest.mark.parametrize("make_letter", [lambda: packed.eml(files={"Додаток.pdf": make.pdf(("а",))}),
                                             lambda: packed.msg({"Додаток.pdf": make.pdf(("а",))})], ids=["eml", "msg"])  # fmt: skip
    def test_open_by_themselves_and_fill_the_card(self, office, client, make_letter):
        sender = make.correspondent("Вигадані мережі", email="Olena@merezhi.example")
        document = came(office, ("лист.eml", make_letter()))
        inspected(document)
        assert tree(document) == [(0, "лист.eml"), (1, "Текст листа.txt"), (1, "Додаток.pdf")]
        page = make.signed_in(client, office.clerk).get(f"/dokumenty/nadkhodzhennia/{document.pk}/reiestratsiia/")
        form = page.context["form"]
        assert form["correspondent"].value() == sender.pk
        assert str(form["their_date"].value()) == "2026-03-09"
        assert form["summary"].value().startswith("Про ремонт мереж")
        assert "olena@merezhi.example" in page.content.decode()


@pytest.fixture(scope="module")
def person():
    return signed.signer(signed.authority())


class TestSigned:
    def test_the_content_stands_beside_with_its_owner(self, office, client, person):
        document = came(
            office,
            ("лист.pdf.p7s", signed.p7s(make.pdf(("Лист",)), person)),
            ("д.asice", signed.asic_e({"х.txt": b"x"}, person)),
        )
        inspected(document)
        assert tree(document) == [(0, "лист.pdf.p7s"), (1, "лист.pdf"), (0, "д.asice"), (1, "х.txt")]
        assert one(document, "лист.pdf").pages == 1
        page = make.signed_in(client, office.clerk).get(f"/dokumenty/{document.pk}/faily/").content.decode()
        assert "директор, Вигаданенко Олена Ігорівна, КП «Вигадані мережі»" in page
        assert "3184710691" not in page
        assert "довіру не перевірено: коріння довіри не задано" in page
        assert "Час підписання, зазначений підписувачем: 09.03.2026 16:20" in page

    def test_a_signature_kept_apart_finds_its_file_also_later(self, office, person):
        letter = b"letter"
        document = came(office, ("лист.txt.p7s", signed.p7s(letter, person, attached=False)))
        inspected(document)

        def shown():
            return next(one for one in viewer(cards.files(document.pk), request=LOOKS) if one.signatures).signatures[0]

        assert (shown().state, shown().reason) == ("unverified", "підписаного файлу немає серед файлів документа")
        files.attach(actor=office.clerk, at=AT, document_id=document.pk, uploads=[files.Upload("інший.txt", letter)])
        inspected(document)
        assert shown().state == "intact"
        elsewhere = came(office, ("лист.txt.p7s", signed.p7s(letter, person, attached=False)), ("лист.txt", b"changed"))
        inspected(elsewhere)
        assert (
            next(one for one in viewer(cards.files(elsewhere.pk), request=LOOKS) if one.signatures).signatures[0].state
            == "tampered"
        )


class TestDangers:
    def test_are_told_and_given_after_a_warning_only(self, office, client):
        document = came(
            office, ("звіт.docm", packed.with_macros()), ("рахунок.pdf.js", b"WScript.Echo(1)"), ("а.txt", b"a")
        )
        jobs = ProcrastinateJob.objects.filter(task_name="documents.inspect")
        assert {job.priority for job in jobs} == {queue.LATER}
        inspected(document)
        assert "macros" in one(document, "звіт.docm").dangers
        assert one(document, "рахунок.pdf.js").dangers == ["program", "hidden_name"]
        assert one(document, "а.txt").dangers == []
        client = make.signed_in(client, office.clerk)
        assert "містить макроси" in client.get(f"/dokumenty/{document.pk}/faily/").content.decode()
        address = f"/dokumenty/faily/{one(document, 'рахунок.pdf.js').pk}/"
        warned = client.get(address)
        assert "назва приховує справжнє розширення" in warned.content.decode()
        given = client.post(address)
        assert given["Content-Disposition"].startswith("attachment")
        assert (given["Content-Type"], given["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
        assert b"".join(given.streaming_content) == b"WScript.Echo(1)"
        assert Entry.objects.get(code="documents.dangerous_taken").actor_post == office.clerk.post_id
        harmless = client.get(f"/dokumenty/faily/{one(document, 'а.txt').pk}/")
        assert harmless["Content-Disposition"].startswith("attachment")
        harmless.close()

    def test_most_office_files_need_no_process(self):
        plain, outer = make.docx("Лист"), {"word/document.xml": b"<x/>", "a.rels": b'TargetMode="External"'}
        assert dangers.is_plain_office(io.BytesIO(plain), kinds.DOCX)
        for body in (packed.with_macros(), packed.zipped(outer), b"PK\x03\x04"):
            assert not dangers.is_plain_office(io.BytesIO(body), kinds.DOCX)
        assert not dangers.is_plain_office(io.BytesIO(plain), kinds.ODT)

    def test_what_cannot_be_looked_through_is_told(self, office):
        document = came(office, ("а.pdf", b"<html><script>alert(1)</script></html>"), ("б.svg", b"<svg onload='x()'/>"))
        inspected(document)
        assert one(document, "а.pdf").dangers == one(document, "б.svg").dangers == ["html_script"]
        assert [shown.way for shown in viewer(cards.files(document.pk), request=LOOKS)] == ["", ""]


class TestInfected:
    @pytest.fixture(autouse=True)
    def told(self, monkeypatch):
        monkeypatch.setattr(hooks, "_infected", [threats.tell])

    def test_is_locked_the_sender_told_the_card_stays(self, office, client, clamd):
        sender = make.correspondent("Відправник", email="v@k.example")
        party = make.Party(sender.pk, "1", None)
        document = came(office, ("лист.zip", packed.zipped({"a.txt": EICAR})), way=Document.Way.EMAIL, parties=[party])
        file = one(document, "лист.zip")
        client = make.signed_in(client, office.clerk)
        assert "ще не перевірив" in client.get(f"/dokumenty/faily/{file.pk}/").content.decode()
        containers.unpack(actor=office.clerk, at=AT, file_id=file.pk)
        containers.inspect(file_id=file.pk, at=LATER)
        assert tree(document) == [(0, "лист.zip")]
        assert one(document, "лист.zip").opening_note == "файл заражено"
        for address in (f"faily/{file.pk}/", f"faily/{file.pk}/storinka/1/", f"faily/{file.pk}/tekst/"):
            assert client.get(f"/dokumenty/{address}").status_code == 409
        page = client.get(f"/dokumenty/{document.pk}/faily/").content.decode()
        assert f"заражений: {clamd}" in page
        assert f'href="/dokumenty/faily/{file.pk}/"' not in page
        letter = Message.objects.get(kind="mail")
        assert (letter.to_address, letter.subject) == ("v@k.example", "Ваш лист містить комп'ютерний вірус")
        assert (letter.from_post, letter.link) == (office.clerk.post_id, f"/dokumenty/{document.pk}/faily/")
        assert Message.objects.get(kind="notice").to_post == office.clerk.post_id
        assert Document.objects.get(pk=document.pk).is_waiting
        # The same content on another card is locked at once.
        again = came(office, ("лист2.zip", packed.zipped({"a.txt": EICAR})))
        storage.recheck(at=LATER)
        with pytest.raises(Refusal, match="заражено"):
            cards.opened_file(actor=office.clerk, file_id=one(again, "лист2.zip").pk)

    def test_while_the_antivirus_is_away_containers_stay_closed(self, office, clamd, settings):
        document = came(office, ("а.eml", packed.eml(files={"a.txt": b"a"})))
        there, settings.CLAMD = settings.CLAMD, "127.0.0.1:1"
        assert containers.inspect(file_id=one(document, "а.eml").pk, at=LATER) is None
        (shown,) = viewer(cards.files(document.pk), request=LOOKS)
        assert shown.marks[0].words.startswith("чекає на перевірку антивірусом: антивірус не відповідає")
        settings.CLAMD = there
        inspected(document)
        assert len(tree(document)) == 3
