"""A watched scanner's folder: one letter or a pile, half-written files, broken ones, a worker that dies."""

from __future__ import annotations

import io
import os
from datetime import timedelta

import pikepdf
import pytest
import zxingcpp
from django.core.management import call_command
from PIL import Image

from magistrat.documents import scanner
from magistrat.documents.actions import arrivals, scanning
from magistrat.documents.models import Document, File, Scanned
from magistrat.journal.models import Entry
from magistrat.outbox.models import Message
from magistrat.texts import process
from magistrat.texts.readers.separators import CODE
from magistrat.texts.readers.trouble import INTERRUPTED, Interrupted
from tests.factories import documents as make
from tests.factories import papers

AT = make.AT
pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make.office()


@pytest.fixture
def folder(settings, tmp_path):
    settings.STORAGE_DIR = settings.CITY_DIR = tmp_path / "city"
    settings.SCANNERS = str(tmp_path / "scanner")
    (tmp_path / "city").mkdir()
    (tmp_path / "scanner").mkdir()
    return tmp_path / "scanner"


def put(folder, name, body, ago=60):
    place = folder / name
    place.write_bytes(body)
    written = (AT - timedelta(seconds=ago)).timestamp()
    os.utime(place, (written, written))
    return place


def separator(turned=0):
    """A scanned separator: the sheet as a picture, a little askew."""
    sheet = Image.new("L", (1240, 1754), 255)
    code = memoryview(zxingcpp.write_barcode(zxingcpp.BarcodeFormat.QRCode, CODE, width=500, height=500))
    sheet.paste(Image.frombytes("L", (code.shape[1], code.shape[0]), code.tobytes()), (350, 300))
    sheet = sheet.rotate(turned, fillcolor=255)
    kept = io.BytesIO()
    sheet.convert("RGB").save(kept, "PDF", resolution=150)
    return kept.getvalue()


def pile(*bodies):
    kept = io.BytesIO()
    with pikepdf.new() as whole:
        for body in bodies:
            with pikepdf.open(io.BytesIO(body)) as part:
                whole.pages.extend(part.pages)
        whole.save(kept)
    return kept.getvalue()


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_each_file_is_a_paper_in_the_order_of_scanning(office, folder, client, monkeypatch):
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
    put(folder, "b.pdf", make.pdf(("Перший",)), ago=90)
    put(folder, "a.png", make.png(), ago=60)
    put(folder, "half.pdf", b"%PDF-1.7", ago=3)
    put(folder, "c.pdf.part", make.pdf(("Інший",)))
    (folder / "link.pdf").symlink_to("/etc/passwd")
    assert scanning.take_in(at=AT) == (2, 0)
    came = list(Document.objects.order_by("id"))
    assert [document.files.get().name for document in came] == ["b.pdf", "a.png"]
    assert {document.state for document in came} == {"arrived"}
    assert names(folder) == ["c.pdf.part", "done/a.png", "done/b.pdf", "half.pdf", "link.pdf"]
    assert scanning.take_in(at=AT) == (0, 0)
    client = make.signed_in(client, office.clerk)
    page = client.get("/dokumenty/skaner/").content.decode()
    assert "b.pdf" in page
    assert f'href="/dokumenty/{came[0].pk}/"' in page
    assert "ще записується 2" in page
    assert len(client.get("/dokumenty/nadkhodzhennia/").context["review"].rows) == 2


def test_a_pile_is_taken_apart_at_its_separators(office, folder):
    blank = make.pdf((" ",))
    body = pile(
        separator(), make.pdf(("Лист перший",), pages=2), separator(turned=3), blank, make.pdf(("Лист другий",)), separator(turned=180)
    )  # fmt: skip
    put(folder, "pile.pdf", body)
    assert scanning.take_in(at=AT) == (1, 0)
    assert list(File.objects.order_by("id").values_list("name", "pages")) == [("pile-001.pdf", 2), ("pile-002.pdf", 1)]
    row = Scanned.objects.get()
    assert row.documents.count() == 2
    assert (folder / "done" / "pile.pdf").read_bytes() == body
    assert Entry.objects.get(code="documents.scan_taken").payload["text"].endswith("документів 2")


def test_what_cannot_be_taken_is_put_aside_with_the_reason(office, folder, client):
    put(folder, "broken.pdf", b"%PDF-1.7 rubbish")
    put(folder, "macro.docx", make.docx("Лист"))
    put(folder, "only.pdf", pile(separator()))
    taken = make.pdf(("Лист",))
    put(folder, "one.pdf", taken, ago=70)
    put(folder, "two.pdf", taken)
    assert scanning.take_in(at=AT) == (1, 4)
    reasons = dict(Scanned.objects.filter(state="not_taken").values_list("name", "reason"))
    assert reasons == {
        "broken.pdf": "файл пошкоджено",
        "macro.docx": "зі сканера приймають лише PDF і зображення",
        "only.pdf": "У файлі лише аркуші-роздільники",
        "two.pdf": "такий самий файл уже прийнято",
    }
    assert names(folder)[0] == "done/one.pdf"
    assert len(names(folder / "not-taken")) == 4
    assert set(Message.objects.values_list("to_post", flat=True)) == {office.clerk.post_id}
    page = make.signed_in(client, office.clerk).get("/dokumenty/skaner/").content.decode()
    assert "зі сканера приймають лише PDF і зображення" in page


def test_a_reader_that_was_ended_from_outside_leaves_the_file_for_the_next_time(office, folder, monkeypatch):
    put(folder, "a.pdf", make.pdf(("а",)))
    put(folder, "b.png", papers.picture())

    def ended(*_args, **_more):
        raise Interrupted(INTERRUPTED)

    with monkeypatch.context() as patch:
        patch.setattr(process, "read", ended)
        assert scanning.take_in(at=AT) == (1, 0)
        assert names(folder) == ["a.pdf", "done/b.png"]
        assert not Scanned.objects.filter(name="a.pdf").exists()
    assert scanning.take_in(at=AT) == (1, 0)
    assert not [place for place, _ in scanning._failed if place.parent == folder]


def test_a_file_at_which_readers_are_ended_is_put_aside_ten_minutes_after_the_first_time(office, folder, monkeypatch):
    def ended(*_args, **_more):
        raise Interrupted(INTERRUPTED)

    # It had lain for a week while the worker was away.
    put(folder, "a.pdf", make.pdf(("а",)), ago=7 * 24 * 3600)
    gone = put(folder, "b.pdf", make.pdf(("б",)))
    monkeypatch.setattr(process, "read", ended)
    assert scanning.take_in(at=AT) == (0, 0)
    gone.unlink()
    assert scanning.take_in(at=AT + timedelta(seconds=599)) == (0, 0)
    assert names(folder) == ["a.pdf"]
    assert [place.name for place, _ in scanning._failed if place.parent == folder] == ["a.pdf"]
    assert scanning.take_in(at=AT + timedelta(seconds=600)) == (0, 1)
    assert names(folder) == ["not-taken/a.pdf"]
    assert not [place for place, _ in scanning._failed if place.parent == folder]


def test_a_worker_that_dies_loses_and_doubles_nothing(office, folder, monkeypatch):
    put(folder, "pile.pdf", pile(make.pdf(("а",)), separator(), make.pdf(("5",))))
    receive, move, calls = arrivals.receive, scanner.move, []

    def dies_at_the_second(**said):
        calls.append(said)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return receive(**said)

    with monkeypatch.context() as patch:
        patch.setattr(arrivals, "receive", dies_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            scanning.take_in(at=AT)
    assert (Document.objects.count(), Scanned.objects.count(), names(folder)) == (0, 0, ["pile.pdf"])

    def dies(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(scanner, "move", dies)
        with pytest.raises(KeyboardInterrupt):
            scanning.take_in(at=AT)
    assert (Document.objects.count(), names(folder)) == (2, ["pile.pdf"])
    assert scanner.move is move
    assert scanning.take_in(at=AT) == (1, 0)
    assert (Document.objects.count(), names(folder)) == (2, ["done/pile.pdf"])
    assert Scanned.objects.get().moved_at == AT


def test_a_units_own_folder_and_sheets_to_print(office, folder, settings, client, monkeypatch):
    settings.SCANNERS = f"unit={folder}; nobody=/nowhere"
    put(folder, "a.pdf", make.pdf(("а",)))
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
    call_command("documents_scan", stdout=io.StringIO())
    assert Scanned.objects.get().registry == office.unit
    client = make.signed_in(client, office.department_clerk)
    assert "a.pdf" in client.get("/dokumenty/skaner/").content.decode()
    sheets = client.get("/dokumenty/skaner/rozdilnyky/?n=3").content.decode()
    assert sheets.count('class="separator-sheet"') == 3
    client = make.signed_in(client, office.clerk)
    assert "a.pdf" not in client.get("/dokumenty/skaner/").content.decode()
    assert client.get("/dokumenty/skaner/rozdilnyky/?n=9999").status_code == 200
