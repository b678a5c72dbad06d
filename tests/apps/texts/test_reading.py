"""Readings: asked with the deed that brings the content, done page by page, told to whoever waits."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pikepdf
import pillow_heif
import pypdfium2
import pytest
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from magistrat.storage import actions as storage
from magistrat.storage import queries as contents
from magistrat.texts import hooks, process, queries
from magistrat.texts.actions import asking, deriving, reading, recognising
from magistrat.texts.models import Derived, Page, Reading
from magistrat.texts.readers.trouble import Unreadable
from tests.factories import documents as make
from tests.factories import papers

AT = datetime(2026, 3, 6, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db
# The reading does without LibreOffice; the paper of the test is saved by it.
SAVED = pytest.mark.libreoffice


@pytest.fixture(autouse=True)
def told(monkeypatch):
    """What upper floors hear."""
    heard = []
    monkeypatch.setattr(hooks, "_on_read", [lambda *what: heard.append(what)])
    return heard


def asked(content: bytes) -> Reading:
    return asking.ask(blob=storage.keep(content=content, at=AT), at=AT)


def opened(content: bytes) -> Reading:
    found = asked(content)
    reading.open_content(sha256=found.pk, at=AT)
    found.refresh_from_db()
    return found


def recognised(content: bytes) -> tuple[Reading, list[Page]]:
    found = opened(content)
    for page in queries.pages(found.pk):
        recognising.read_page(page=page.pk, at=AT)
    found.refresh_from_db()
    return found, list(queries.pages(found.pk))


class TestEmbeddedText:
    def test_is_read_page_by_page_and_told(self, told):
        found = opened(make.pdf(("Про ремонт водогону",), pages=2))
        assert (found.state, found.pages, found.pages_done) == (Reading.State.DONE, 2, 2)
        assert queries.text(found.pk) == "Про ремонт водогону\fдруга"
        assert told == [(found.pk, 1, "Про ремонт водогону", AT), (found.pk, 2, "друга", AT)]
        assert {page.source for page in queries.pages(found.pk)} == {Page.Source.EMBEDDED}

    def test_is_asked_once_for_a_content(self):
        asked(b"same")
        asked(b"same")
        assert ProcrastinateJob.objects.filter(task_name="texts.open_content").count() == 1

    def test_of_plain_texts_in_any_table(self):
        for content in ("Їжак № 5".encode("cp1251"), "Їжак № 5".encode(), "Їжак № 5".encode("utf-16")):
            assert queries.text(opened(content).pk) == "Їжак № 5"

    @pytest.mark.libreoffice
    def test_of_workbooks_sheet_by_sheet(self, monkeypatch):
        monkeypatch.setattr("magistrat.texts.readers.libreoffice.is_there", lambda: False)
        found = opened(papers.workbook())
        assert (found.unit, found.pages, found.note) == (Reading.Unit.SHEET, 2, deriving.NO_LIBREOFFICE)
        assert queries.text(found.pk) == "Кошторис\nНазва робіт Сума\nЗаміна труби 125000,5\fГрафік\nБерезень"
        assert "Заміна труби 125000,5" in queries.text(opened(papers.converted("xls")).pk)


class TestOfficeDocuments:
    @pytest.mark.libreoffice
    def test_are_read_by_the_pages_that_libreoffice_makes(self):
        found = opened(papers.converted("doc"))
        assert (found.state, found.unit, found.note, found.pages) == (Reading.State.DONE, Reading.Unit.PAGE, "", 1)
        text = queries.text(found.pk)
        assert "Управління благоустрою" in text
        assert "Заміна труби" in text
        made = Derived.objects.get(source=found.pk, kind=Derived.Kind.PAGES)
        assert made.blob.media_type == "application/pdf"

    @pytest.mark.parametrize("ending", ["docx", *(pytest.param(one, marks=SAVED) for one in ("rtf", "odt"))])
    def test_are_read_without_libreoffice_as_text_alone(self, monkeypatch, ending):
        content = papers.document() if ending == "docx" else papers.converted(ending)
        monkeypatch.setattr("magistrat.texts.readers.libreoffice.is_there", lambda: False)
        found = opened(content)
        assert (found.state, found.note) == (Reading.State.DONE, deriving.NO_LIBREOFFICE)
        text = queries.text(found.pk)
        for words in (*papers.LETTER, "Заміна труби", "125 000"):
            assert words in text
        # RTF keeps its header apart from what striprtf gives.
        assert ending == "rtf" or "Управління благоустрою" in text


class TestRecognition:
    @pytest.mark.tesseract
    def test_rights_a_turned_and_skewed_page(self, told):
        lying = papers.sheet().rotate(90, expand=True, fillcolor=255).rotate(-3, fillcolor=255)
        found, (page,) = recognised(papers.picture(lying))
        assert (found.state, page.source, page.turned) == (Reading.State.DONE, Page.Source.OCR, 90)
        assert page.skew == pytest.approx(3, abs=0.4) or page.skew == pytest.approx(-3, abs=0.4)
        assert "№ 01-12/77" in page.text
        assert "Просимо розглянути звернення мешканців вулиці Шевченка" in page.text.replace("\n", " ")
        assert page.confidence > 80
        assert told == [(found.pk, 1, page.text, AT)]

    @pytest.mark.tesseract
    def test_reads_only_those_pages_of_a_scan_that_have_no_text(self):
        text = pypdfium2.PdfDocument(make.pdf(("Супровідний лист",)))
        text.import_pages(pypdfium2.PdfDocument(papers.scan()))
        kept = io.BytesIO()
        text.save(kept)
        found, pages = recognised(kept.getvalue())
        assert [page.source for page in pages] == [Page.Source.EMBEDDED, Page.Source.OCR]
        assert found.state == Reading.State.DONE
        deriving.add_layer(sha256=found.pk, at=AT)
        layered = Derived.objects.get(source=found.pk, kind=Derived.Kind.SEARCHABLE)
        with pypdfium2.PdfDocument(contents.path_of(layered.blob_id)) as made:
            texts = [made[number].get_textpage().get_text_bounded() for number in range(2)]
        assert "Супровідний лист" in texts[0]
        assert "Просимо розглянути звернення" in " ".join(texts[1].split())

    @pytest.mark.tesseract
    def test_reads_every_frame(self):
        found, pages = recognised(papers.tiff(papers.sheet("Перший аркуш"), papers.sheet("Другий аркуш")))
        assert [page.text for page in pages] == ["Перший аркуш", "Другий аркуш"]
        assert (found.pages, found.pages_done) == (2, 2)

    def test_opens_pictures_of_telephones(self):
        pillow_heif.register_heif_opener()
        found = opened(papers.picture(papers.sheet().convert("RGB"), "HEIF"))
        assert (found.blob.media_type, found.state, found.pages) == ("image/heic", Reading.State.RUNNING, 1)

    def test_says_that_there_is_no_tesseract(self, monkeypatch):
        monkeypatch.setenv("PATH", "/nowhere")
        found, (page,) = recognised(papers.picture())
        assert page.state == Page.State.FAILED
        assert "tesseract" in page.reason
        assert (found.state, found.reason) == (Reading.State.FAILED, "Не прочитано сторінок: 1 із 1.")


class TestWhatCannotBeRead:
    def test_is_marked_with_a_reason(self):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b" " * 40_000_000)
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w") as archive:
            archive.writestr("word/document.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')
        huge = io.BytesIO()
        Image.new("1", (12_000, 9_000)).save(huge, "PNG")
        locked = io.BytesIO()
        with pikepdf.open(io.BytesIO(make.pdf(("Лист",)))) as book:
            book.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
        for content, state, words in (
            (b"\x00\x01\x02 what is this", Reading.State.NO_TEXT, "не читає"),
            (make.pdf(("Лист",))[:600], Reading.State.FAILED, "пошкоджено"),
            (locked.getvalue(), Reading.State.FAILED, "захищено паролем"),
            (bomb.getvalue(), Reading.State.FAILED, "надмірного розміру"),
            (outer.getvalue(), Reading.State.FAILED, "зовнішніми посиланнями"),
            (huge.getvalue(), Reading.State.FAILED, "забагато точок"),
        ):
            found = opened(content)
            assert (found.state, words in found.reason) == (state, True), found.reason

    def test_a_reader_that_dies_harms_nobody(self, monkeypatch):
        monkeypatch.setattr(reading, "OPENING_SECONDS", 0.01)
        found = opened(make.pdf(("Лист",)))
        assert (found.state, found.pages) == (Reading.State.FAILED, 0)
        assert "довше за дозволені" in found.reason

    def test_a_reader_without_memory_is_told_of(self, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "postgresql:///secret")
        assert "secret" not in str(process.environment("/tmp"))
        wide = storage.keep(content=papers.picture(Image.new("1", (7_000, 8_000))), at=AT)
        path = str(contents.path_of(wide.sha256))
        with pytest.raises(Unreadable, match="пам'яті"):
            process.read(
                "picture", path=path, is_pdf=False, page=1, width=900, turned=0, skew=0, target="/tmp/no", megabytes=200
            )
