"""Kinds of files by their content, previews, and what a letter says of itself."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import date

import pytest
from PIL import Image

from magistrat.documents import content, previews, reading
from magistrat.storage import kinds
from tests.factories import documents as make

LETTER = (
    b"Return-Path: <a@b.example>\r\nFrom: a@b.example\r\nSubject: x\r\nDate: Mon, 2 Mar 2026 10:00:00 +0200\r\n\r\nHi"
)
DOCX_PARTS = {"word/document.xml": "<x/>", "[Content_Types].xml": "<x/>"}


def zipped(parts=DOCX_PARTS):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return kept.getvalue()


def locked_zip():
    body = bytearray(zipped())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = body.find(sign)
        while at >= 0:
            body[at + place] |= 1
            at = body.find(sign, at + 4)
    return bytes(body)


def tiff(frames=3):
    kept = io.BytesIO()
    pages = [Image.new("RGB", (30, 40), color) for color in ("white", "black", "red")[:frames]]
    pages[0].save(kept, "TIFF", save_all=True, append_images=pages[1:])
    return kept.getvalue()


class TestLook:
    @pytest.mark.parametrize(
        ("body", "media_type", "state", "pages"),
        [
            (b"", content.UNKNOWN, "broken", None),
            (b"%PDF-1.4 nothing", content.PDF, "broken", None),
            (zipped(), content.DOCX, "fine", None),
            (zipped({"xl/workbook.xml": "<x/>"}), content.IN_ZIP["xl/workbook.xml"], "fine", None),
            (zipped({"a.txt": "a"}), "application/zip", "fine", None),
            (
                zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
                "application/vnd.oasis.opendocument.text",
                "fine",
                None,
            ),
            (zipped()[:40], "application/zip", "broken", None),
            (locked_zip(), content.DOCX, "encrypted", None),
            (content.OLE + "EncryptedPackage".encode("utf-16-le"), content.DOCX, "encrypted", None),
            (content.OLE + "WordDocument".encode("utf-16-le"), "application/msword", "fine", None),
            (content.OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel", "fine", None),
            (content.OLE, "application/x-ole-storage", "unknown", None),
            ("Шановний колего".encode(), "text/plain", "fine", None),
            (b"{\\rtf1 a}", "application/rtf", "fine", None),
            (content.OLE + "__properties_version1.0".encode("utf-16-le"), kinds.MSG, "fine", None),
            (content.OLE + b"x" * 1_100_000 + "WordDocument".encode("utf-16-le"), kinds.DOC, "fine", None),
            (b"Rar!\x1a\x07\x01\x00", kinds.RAR, "fine", None),
            (b"7z\xbc\xaf\x27\x1c\x00\x04", kinds.SEVEN_ZIP, "fine", None),
            (b"0\x82\x01\x00" + kinds.SIGNED_DATA + b"\xa0%PDF-1.4", kinds.P7S, "fine", None),
            (base64.b64encode(b"0\x82\x01\x00" + kinds.SIGNED_DATA + bytes(60)), kinds.P7S, "fine", None),
            (zipped({"META-INF/signatures.xml": "<x/>", "a.pdf": "a"}), kinds.ASIC_E, "fine", None),
            (LETTER, kinds.EML, "fine", None),
            (b"Subject: just a line\n\nFrom here on", kinds.TEXT, "fine", None),
            (b"\0\0\0\x18ftypheic\0\0\0\0", kinds.HEIC, "fine", 1),
            ("Шановний колего, надсилаємо відповідь".encode("cp1251"), kinds.TEXT, "fine", None),
            (b"<!DOCTYPE html><script>alert(1)</script>", kinds.HTML, "fine", None),
            (b'<?xml version="1.0"?><svg xmlns="x"/>', kinds.SVG, "unknown", None),
            (b"MZ\x90\x00", kinds.PROGRAM, "unknown", None),
            (b"L\x00\x00\x00\x01\x14\x02\x00\x00", kinds.SHORTCUT, "unknown", None),
            (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, None, None, None),
        ],
        # Names of their own: a made zip holds the moment of its making, and the workers must agree on names.
        ids=[
            "empty",
            "broken pdf",
            "docx",
            "xlsx",
            "zip",
            "odt",
            "cut zip",
            "locked zip",
            "locked docx",
            "doc",
            "xls",
            "other ole",
            "text",
            "rtf",
            "msg",
            "doc with a late directory",
            "rar",
            "7z",
            "p7s",
            "p7s in letters",
            "asic without mimetype",
            "eml",
            "no eml",
            "heic",
            "windows text",
            "html",
            "svg",
            "program",
            "shortcut",
            "broken png",
        ],
    )
    def test_by_content(self, body, media_type, state, pages):
        looked = content.look(io.BytesIO(body))
        if media_type is not None:
            assert (looked.media_type, looked.state, looked.pages) == (media_type, state, pages)
        else:
            assert looked.state in {"broken", "unknown"}

    def test_pdf_and_pictures_are_counted(self):
        assert content.look(io.BytesIO(make.pdf(("а",), pages=3))) == content.Content(content.PDF, "fine", 3)
        assert content.look(io.BytesIO(make.png())) == content.Content("image/png", "fine", 1)
        assert content.look(io.BytesIO(tiff())) == content.Content("image/tiff", "fine", 3)

    def test_a_cut_picture_is_broken(self):
        kept = io.BytesIO()
        Image.effect_noise((200, 200), 90).save(kept, "JPEG")
        assert content.look(io.BytesIO(kept.getvalue()[:600])) == content.Content("image/jpeg", "broken")


class TestPreviews:
    @pytest.fixture(autouse=True)
    def folder(self, settings, tmp_path):
        settings.CITY_DIR = tmp_path

    def test_html_of_a_letter_is_safe(self):
        html = previews.text(io.BytesIO(make.docx("Шановний <script>alert(1)</script>")), media_type=content.DOCX)
        assert "<script" not in html
        assert (
            previews._safe(
                '<img src="http://x/y.png"><img src="data:image/png;base64,AA"><a href="data:text/html,x">а</a>'
            ).count("src")
            == 1
        )
        assert previews.text(io.BytesIO(b"<b>"), media_type="text/plain") == "<pre>&lt;b&gt;</pre>"

    def test_what_cannot_be_read_is_told(self):
        with pytest.raises(previews.NoPreview):
            previews.text(io.BytesIO(b"PK"), media_type=content.DOCX)


class TestReading:
    TODAY = date(2026, 3, 10)

    @pytest.mark.parametrize(
        ("text", "index", "day", "summary"),
        [
            ("05.03.2026 № 12/01-340\nПро ремонт мереж\n\nШановний", "12/01-340", date(2026, 3, 5), "Про ремонт мереж"),
            ("№ 7-вих від 1.02.2026\nЩодо озеленення\n", "7-вих", date(2026, 2, 1), "Щодо озеленення"),
            ("На № 12 від 01.02.2026\n", "", None, ""),
            ("05.03.2026 № 5\nна № 12 від 01.02.2026", "5", date(2026, 3, 5), ""),
            ("05.03.2031 № 5", "", None, ""),
            ("35.03.2026 № 5", "", None, ""),
        ],
    )
    def test_index_day_and_content(self, text, index, day, summary):
        said = reading.of_text(text, self.TODAY)
        assert (said.index, said.day, said.summary) == (index, day, summary)

    def test_codes_with_a_right_check_digit(self):
        assert reading.of_text("код 03341316, тел. 12345679", self.TODAY).codes == ("03341316",)

    def test_our_letter_that_is_answered(self):
        assert reading.of_text("05.03.2026 № 5\nНа № 04.1/26/7 від 01.02.2026", self.TODAY).answered == "04.1/26/7"

    def test_of_files(self):
        letter = make.docx("05.03.2026 № 12/01-340", "Про ремонт мереж")
        assert reading.requisites(io.BytesIO(letter), media_type=content.DOCX, today=self.TODAY).index == "12/01-340"
        assert reading.requisites(io.BytesIO(b"%PDF"), media_type=content.PDF, today=self.TODAY) == reading.Requisites()
