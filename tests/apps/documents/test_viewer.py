"""Looking at files within the page: pages with their words, further pages, who may carry a file away, reading again."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from magistrat.documents.actions import files, grants, readings
from magistrat.documents.models import Document, File, Grant
from magistrat.documents.pages import viewer
from magistrat.journal.models import Entry
from magistrat.rules.refusal import Refusal
from magistrat.storage import queries as storage
from magistrat.texts import queries as texts
from magistrat.texts import showing
from magistrat.texts.actions import deriving, reading, recognising
from magistrat.texts.models import Derived, Page, Reading
from magistrat.texts.readers.trouble import Unreadable
from tests.factories import documents as make
from tests.factories import papers
from tests.factories.buckets import Bucket

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture(autouse=True)
def now(monkeypatch, settings, tmp_path):
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
    settings.CITY_DIR = tmp_path


@pytest.fixture
def office() -> make.Office:
    return make.office()


@pytest.fixture
def clerk(client, office):
    return make.signed_in(client, office.clerk)


def with_file(office, name: str, body: bytes, **changes) -> File:
    document = make.registered(office, uploads=[files.Upload(name, body)], **changes)
    return document.files.get()


def read(file: File) -> Reading:
    reading.open_content(sha256=file.blob_id, at=AT)
    for page in texts.pages(file.blob_id):
        recognising.read_page(page=page.pk, at=AT)
    return Reading.objects.get(pk=file.blob_id)


def shown(client, name: str, *args: object):
    return client.get(reverse(f"documents:{name}", args=args))


class TestPages:
    def test_are_pictures_under_words_that_can_be_selected(self, clerk, office):
        file = with_file(office, "лист.pdf", make.pdf(("Про ремонт водогону",), pages=70))
        card = shown(clerk, "card_tab", file.document_id, "faily").content.decode()
        assert card.count("data-sheet") == viewer.MOST_PAGES
        assert reverse("documents:sheets", args=[file.pk, 61]) in card
        further = shown(clerk, "sheets", file.pk, 61).content.decode()
        assert further.count("data-sheet") == 10
        assert shown(clerk, "sheets", file.pk, 71).status_code == 404
        picture = shown(clerk, "page", file.pk, 1)
        assert Image.open(BytesIO(picture.content)).width == showing.WIDTHS[0]
        words = shown(clerk, "page_words", file.pk, 1).content.decode()
        assert ">Про</tspan>" in words
        assert 'x="' in words
        assert ",0" not in words
        assert shown(clerk, "page", file.pk, 71).status_code == 404
        assert shown(clerk, "page_words", file.pk, 71).status_code == 404

    @pytest.mark.tesseract
    def test_of_a_scan_are_righted_and_can_be_carried_away_with_their_text(self, clerk, office):
        lying = papers.sheet("Про ремонт водогону", "на вулиці Шевченка").rotate(90, expand=True)
        file = with_file(office, "скан.pdf", papers.scan(lying))
        assert "очікує читання" in shown(clerk, "card", file.document_id).content.decode()
        assert shown(clerk, "layer", file.pk).status_code == 404
        assert "очікує" in shown(clerk, "readings").content.decode()
        assert read(file).state == Reading.State.DONE
        drawn = Image.open(BytesIO(shown(clerk, "page", file.pk, 1).content))
        assert drawn.width > drawn.height
        assert "водогону</tspan>" in shown(clerk, "page_words", file.pk, 1).content.decode()
        assert "текст розпізнано, упевненість" in shown(clerk, "progress", file.pk).content.decode()
        deriving.add_layer(sha256=file.blob_id, at=AT)
        whole = shown(clerk, "layer", file.pk)
        assert b"".join(whole.streaming_content).startswith(b"%PDF")
        assert "усі файли прочитано" in shown(clerk, "readings").content.decode().lower()

    def test_of_an_office_document_are_those_that_libreoffice_made(self, clerk, office):
        file = with_file(office, "лист.rtf", b"{\\rtf1\\ansi Letter}")
        assert "готуються" in shown(clerk, "card", file.document_id).content.decode()
        assert shown(clerk, "page", file.pk, 1).status_code == 404
        Derived.objects.create(source_id=file.blob_id, kind="pages", blob=_kept(office), pages=1, made_at=AT)
        assert "data-sheet" in shown(clerk, "card", file.document_id).content.decode()
        assert shown(clerk, "page", file.pk, 1).status_code == 200

    def test_without_libreoffice_the_text_alone_is_shown_and_said_so(self, clerk, office, monkeypatch):
        monkeypatch.setattr("magistrat.texts.readers.libreoffice.is_there", lambda: False)
        file = with_file(office, "кошторис.xlsx", papers.workbook())
        read(file)
        assert deriving.NO_LIBREOFFICE in shown(clerk, "card", file.document_id).content.decode()
        assert "Заміна труби" in shown(clerk, "text", file.pk).content.decode()

    def test_are_kept_within_their_room(self, office):
        file = with_file(office, "лист.pdf", make.pdf(("Лист",)))
        drawn = showing.picture(sha256=file.blob_id, page=1, width=900)
        storage.path_of(file.blob_id).unlink()
        assert showing.picture(sha256=file.blob_id, page=1, width=900) == drawn
        assert showing.trim(most=10) == 1
        with pytest.raises(Unreadable):
            showing.picture(sha256=file.blob_id, page=1, width=900)


def _kept(office):
    return with_file(office, "сторінки.pdf", make.pdf(("Лист",))).blob


class TestStorageAway:
    def test_the_page_names_the_file_and_goes_on_without_it(self, clerk, office, s3_server, settings, tmp_path):
        bucket = Bucket(s3_server, settings, tmp_path)
        file = with_file(office, "лист.pdf", make.pdf(("Лист",)))
        bucket.machine("second")
        bucket.close()
        said = shown(clerk, "file", file.pk)
        assert said.status_code == 409
        assert f"файл {file.blob_id[:12]} зараз недоступний" in said.content.decode()
        assert "<title>Файл зараз недоступний" in said.content.decode()
        assert shown(clerk, "card", file.document_id).status_code == 200

    def test_nothing_of_what_is_attached_stays(self, clerk, office, s3_server, settings, tmp_path):
        bucket = Bucket(s3_server, settings, tmp_path)
        document = make.registered(office)
        bucket.close()
        given = {"files": SimpleUploadedFile("лист.pdf", make.pdf(("Лист",))), "role": "annex"}
        said = clerk.post(reverse("documents:attach", args=[document.pk]), given)
        assert said.status_code == 409
        assert "Сховище файлів не відповідає" in said.content.decode()
        assert not document.files.exists()
        assert bucket.disk() == []

    def test_reading_waits_for_it_and_no_try_is_lost(self, office, s3_server, settings, tmp_path):
        bucket = Bucket(s3_server, settings, tmp_path)
        file = with_file(office, "скан.png", _scan())
        bucket.machine("second")
        bucket.close()
        for _ in range(5):
            reading.open_content(sha256=file.blob_id, at=AT)
        found = Reading.objects.get(pk=file.blob_id)
        assert (found.state, found.tries) == (Reading.State.WAITING, 0)
        settings.S3_ENDPOINT = bucket.address
        reading.open_content(sha256=file.blob_id, at=AT)
        page = Page.objects.get(reading=file.blob_id)
        bucket.machine("third")
        bucket.close()
        for _ in range(5):
            recognising.read_page(page=page.pk, at=AT)
        page.refresh_from_db()
        assert (page.state, page.tries) == (Page.State.WAITING, 0)


def _scan() -> bytes:
    target = BytesIO()
    Image.new("L", (300, 200), 255).save(target, "PNG")
    return target.getvalue()


class TestOfficialUse:
    def test_whoever_may_only_look_never_gets_the_file(self, client, office):
        file = with_file(office, "лист.pdf", make.pdf(("Лист",)), is_restricted=True)
        other = make.signed_in(client, office.clerk)
        assert b"".join(shown(other, "file", file.pk).streaming_content).startswith(b"%PDF")
        document = Document.objects.get(pk=file.document_id)
        grants.give(document=document, at=AT, reason=Grant.Reason.NAMED, source="", post=office.mayor.post_id)
        looker = make.signed_in(client, office.mayor)
        card = shown(looker, "card", document.pk).content.decode()
        assert "лише перегляд" in card
        assert f'href="{reverse("documents:file", args=[file.pk])}"' not in card
        assert shown(looker, "page", file.pk, 1).status_code == 200
        refused = shown(looker, "file", file.pk)
        assert refused.status_code == 403
        assert "можна переглядати в системі" in refused.content.decode()
        assert {shown(looker, name, file.pk).status_code for name in ("layer", "stamped")} == {403}


class TestArrival:
    @pytest.mark.tesseract
    def test_the_card_begins_with_what_was_recognised(self, clerk, office):
        body = papers.picture(papers.sheet("06.03.2026 № 01-12/77", "Про ремонт водогону на вулиці Шевченка"))
        document = make.arrival(office, uploads=[files.Upload("скан.png", body)])
        read(document.files.get())
        card = shown(clerk, "register_arrival", document.pk).content.decode()
        assert 'value="01-12/77"' in card
        assert "Про ремонт водогону на вулиці Шевченка" in card


class TestReadAgain:
    def test_lets_a_page_be_recognised_once_more(self, clerk, office):
        file = with_file(office, "лист.pdf", make.pdf(("Лист",), pages=2))
        read(file)
        answer = clerk.post(reverse("documents:read_again", args=[file.pk]), {"page": "2"})
        assert answer.status_code == 302
        states = [page.state for page in texts.pages(file.blob_id)]
        assert states == [Page.State.DONE, Page.State.WAITING]
        assert "читається: 1 з 2" in shown(clerk, "card_tab", file.document_id, "faily").content.decode()
        entry = Entry.objects.get(code="documents.file_read_again")
        assert entry.payload["text"] == "Система читає ще раз сторінку 2 файлу «лист.pdf»"

    def test_of_a_whole_file_that_could_not_be_read(self, office):
        file = with_file(office, "лист.pdf", make.pdf(("Лист",)))
        Reading.objects.filter(pk=file.blob_id).update(state="failed", reason="Збій.")
        readings.read_again(actor=office.clerk, at=AT, file_id=file.pk)
        assert read(file).state == Reading.State.DONE

    def test_is_refused(self, office):
        file = with_file(office, "лист.pdf", make.pdf(("Лист",)))
        read(file)
        for actor, page, words in (
            (office.clerk, 9, "Сторінки 9 у цьому файлі немає"),
            (office.administrator, None, "не надано"),
        ):
            with pytest.raises(Refusal, match=words):
                readings.read_again(actor=actor, at=AT, file_id=file.pk, page=page)
        assert not Entry.objects.filter(code="documents.file_read_again").exists()
        assert {page.state for page in texts.pages(file.blob_id)} == {Page.State.DONE}
