"""Archives, letters and dangers as their readers see them."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pytest

from magistrat.texts import process
from magistrat.texts.readers import dangers, limits, mail, packed, taking
from magistrat.texts.readers.trouble import Unreadable
from tests.factories import containers as make
from tests.factories import documents as papers

FILES = {"лист.txt": b"one", "папка/додаток.pdf": b"%PDF-1.4"}


@pytest.fixture
def read(tmp_path):
    def reads(reader, body, **more):
        (tmp_path / "into").mkdir(exist_ok=True)
        (tmp_path / "file").write_bytes(body)
        return reader(str(tmp_path / "file"), str(tmp_path / "into"), **more)

    return reads


def bodies(answer):
    return {one["name"]: Path(one["path"]).read_bytes() for one in answer["files"]}


class TestArchives:
    @pytest.mark.parametrize("pack", [make.zipped, make.rar, make.seven_zip])
    def test_files_with_their_names(self, read, pack):
        assert bodies(read(packed.read, pack(FILES))) == FILES

    @pytest.mark.parametrize("table", ["cp866", "cp1251", "utf-8"])
    def test_names_by_the_tables_of_old(self, read, table):
        files = {"Лист директора №2.txt" if table != "cp866" else "Лист директора N2.txt": b"one", "звiт.TXT": b"two"}
        assert bodies(read(packed.read, make.zipped(files, table=table))) == files

    def test_no_name_leads_out(self, read):
        files = {"../../etc/passwd": b"1", "/abs.txt": b"2", "C:\\win\\a.txt": b"3", "..": b"4", "x\u202efdp.exe": b"5"}
        answer = read(packed.read, make.zipped(files))
        assert list(bodies(answer)) == ["etc/passwd", "abs.txt", "win/a.txt", "без назви", "xfdp.exe"]
        assert {Path(one["path"]).parent.name for one in answer["files"]} == {"into"}

    def test_noise_and_links_stay_out(self, read):
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w") as made:
            link = zipfile.ZipInfo("link")
            link.external_attr = 0o120777 << 16
            made.writestr(link, "/etc/passwd")
            made.writestr("__MACOSX/._a.txt", "x")
            made.writestr("a.txt", "x")
        answer = read(packed.read, body.getvalue())
        assert list(bodies(answer)) == ["a.txt"]
        assert answer["left"] == [{"name": "link", "reason": "посилання, а не файл"}]

    def test_a_bomb_is_refused_and_so_are_too_many(self, read, monkeypatch):
        monkeypatch.setattr(taking, "ALWAYS_ALLOWED", limits.MEGABYTE)
        monkeypatch.setattr(taking, "MOST_FILES", 3)
        with pytest.raises(Unreadable, match="обсяг"):
            read(packed.read, make.zipped({"bomb": bytes(5 * limits.MEGABYTE)}))
        with pytest.raises(Unreadable, match="файлів"):
            read(packed.read, make.zipped({f"{n}": b"" for n in range(4)}))

    def test_encrypted_and_broken_are_named(self, read):
        with pytest.raises(Unreadable, match="захищено паролем"):
            read(packed.read, make.zipped(FILES, locked=True))
        stored = make.zipped({"a.txt": b"AAAA", "b.txt": b"BBBB"}, way=zipfile.ZIP_STORED).replace(b"AAAA", b"AAAB")
        assert read(packed.read, stored)["left"] == [{"name": "a.txt", "reason": "пошкоджено"}]
        for body in (b"PK\x03\x04", b"Rar!\x1a\x07\x01\x00rubbish", make.seven_zip(FILES)[:60]):
            with pytest.raises(Unreadable):
                read(packed.read, body)


class TestLetters:
    def test_eml(self, read):
        inner = EmailMessage()
        inner["Subject"] = "Попередній лист"
        inner.set_content("Текст.")
        answer = read(mail.read, make.eml(files={"Додаток 1.pdf": b"%PDF-1.4"}, inner=inner))
        assert answer["letter"] == {
            "from_name": "Вигаданенко Олена",
            "from_address": "olena@merezhi.example",
            "subject": "Про ремонт мереж на вулиці Тихій",
            "date": "2026-03-09T16:20:00+02:00",
            "id": "<1@merezhi.example>",
        }
        found = bodies(answer)
        assert list(found) == ["Текст листа.txt", "Додаток 1.pdf", "Попередній лист.eml"]
        text = found["Текст листа.txt"].decode()
        assert "Дата: 09.03.2026 16:20" in text
        assert "Просимо розглянути." in text
        assert b"Subject" in found["Попередній лист.eml"]

    def test_letters_of_old_programs(self, read):
        body = "From: Водоканал <v@k.example>\nSubject: Про воду\nDate: wrong\n\n".encode("cp1251") + "Тіло".encode()
        said = read(mail.read, body)["letter"]
        assert (said["from_name"], said["subject"], said["date"]) == ("Водоканал", "Про воду", "")

    def test_the_text_of_a_page_has_no_scripts(self, read):
        letter = EmailMessage()
        letter["From"], letter["Subject"] = "a@b.example", "x"
        letter.set_content("<p>Добрий день</p><script>alert(1)</script>", subtype="html")
        text = bodies(read(mail.read, letter.as_bytes()))["Текст листа.txt"].decode()
        assert "Добрий день" in text
        assert "alert" not in text

    def test_msg(self, read):
        answer = read(mail.read, make.msg({"Додаток.pdf": b"%PDF-1.4"}))
        said = answer["letter"]
        assert (said["from_name"], said["from_address"]) == ("Вигаданенко Олена", "olena@merezhi.example")
        assert said["subject"] == "Про ремонт мереж"
        assert datetime.fromisoformat(said["date"]) == datetime(2026, 3, 9, 14, 20, tzinfo=UTC)
        found = bodies(answer)
        assert found["Додаток.pdf"] == b"%PDF-1.4"
        assert "Просимо розглянути." in found["Текст листа.txt"].decode()
        with pytest.raises(Unreadable):
            read(mail.read, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))

    def test_headers_alone(self, read):
        answer = read(mail.read, make.eml(files={"a.pdf": b"1"}), headers_only=True)
        assert (answer["files"], answer["letter"]["from_address"]) == ([], "olena@merezhi.example")


def _pdf(**root):
    kept = io.BytesIO()
    with pikepdf.open(io.BytesIO(papers.pdf(("а",)))) as document:
        for key, value in root.items():
            document.Root[f"/{key}"] = value
        document.save(kept, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return kept.getvalue()


@pytest.mark.filterwarnings("ignore:.*:DeprecationWarning")  # of the library that reads macros
class TestDangers:
    @pytest.fixture
    def found(self, tmp_path):
        def finds(body):
            (tmp_path / "file").write_bytes(body)
            return dangers.read(str(tmp_path / "file"))["dangers"]

        return finds

    def test_macros(self, found):
        assert dangers.MACROS in found(make.with_macros())
        assert found(papers.docx("Лист без макросів")) == []
        assert found(make.zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "Basic/M.xml": b"x"})) == [
            "macros"
        ]

    def test_what_a_document_loads_from_outside(self, found):
        rels = b'<R><Relationship Type="http://x/attachedTemplate" Target="http://y/t.dotm" TargetMode="External"/></R>'
        parts = {"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>", "word/_rels/settings.xml.rels": rels}
        assert found(make.zipped(parts)) == ["outer_template"]
        assert found(b"{\\rtf1{\\object\\objemb{\\*\\objdata 01}}}") == ["embedded_object"]

    def test_actions_of_a_pdf(self, found):
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
        assert found(_pdf(OpenAction=script)) == ["pdf_script"]
        assert found(_pdf(OpenAction=launch)) == ["pdf_launch"]
        assert found(papers.pdf(("а",))) == []

    def test_pages_with_scripts(self, found):
        assert found(b"<html><body onload=alert(1)>") == ["html_script"]
        assert found(b"<html><p>text</p></html>") == []

    def test_what_cannot_be_opened_is_told(self, found):
        with pytest.raises(Unreadable):
            found(b"%PDF-1.4 nothing")


def test_in_a_process_of_its_own(tmp_path):
    """The way by which the city calls them all."""
    (tmp_path / "a.zip").write_bytes(make.zipped(FILES))
    answer = process.read("packed", path=str(tmp_path / "a.zip"), into=str(tmp_path))
    assert bodies(answer) == FILES
    with pytest.raises(Unreadable):
        process.read("signed", path=str(tmp_path / "a.zip"), into=str(tmp_path), at="2026-03-10T10:00:00+00:00")
    assert json.dumps(answer)
