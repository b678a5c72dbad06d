"""Archives and letters of all kinds that arrive, made by hand."""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
import zlib
from email.message import EmailMessage
from pathlib import Path

import libarchive
from extract_msg import OleWriter


def zipped(files: dict[str, bytes], *, table: str = "", locked: bool = False, way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP; `table` writes the names as programs of old do; `locked` marks all as encrypted."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", way) as archive:
        for n, (name, body) in enumerate(files.items()):
            archive.writestr(f"{n}".rjust(len(name.encode(table)), "#") if table else name, body)
    made = kept.getvalue()
    for n, name in enumerate(files) if table else ():
        raw = name.encode(table)
        made = made.replace(f"{n}".rjust(len(raw), "#").encode(), raw)
    return _locked(made) if locked else made


def _locked(made: bytes) -> bytes:
    body = bytearray(made)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = body.find(sign)
        while at >= 0:
            body[at + place] |= 1
            at = body.find(sign, at + 4)
    return bytes(body)


def rar(files: dict[str, bytes]) -> bytes:
    """RAR5 with its files stored, by its published description."""

    def number(value: int) -> bytes:
        made = b""
        while value > 0x7F:
            made, value = made + bytes([value & 0x7F | 0x80]), value >> 7
        return made + bytes([value])

    def block(fields: bytes, data: bytes = b"") -> bytes:
        sized = number(len(fields)) + fields
        return struct.pack("<I", zlib.crc32(sized)) + sized + data

    made = b"Rar!\x1a\x07\x01\x00" + block(number(1) + number(0) + number(0))
    for name, body in files.items():
        raw = name.encode()
        fields = number(2) + number(2) + number(len(body))  # a file, data follow
        fields += number(4) + number(len(body)) + number(0o100644)  # CRC32 is there
        fields += struct.pack("<I", zlib.crc32(body)) + number(0) + number(1) + number(len(raw)) + raw
        made += block(fields, body)
    return made + block(number(5) + number(0) + number(0))


def seven_zip(files: dict[str, bytes]) -> bytes:
    """7Z by the library's own writer."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "made.7z"
        with libarchive.file_writer(str(place), "7zip") as archive:
            for name, body in files.items():
                archive.add_file_from_memory(name, len(body), body)
        return place.read_bytes()


def eml(
    *,
    sender: str = "Вигаданенко Олена <olena@merezhi.example>",
    subject: str = "Про ремонт мереж на вулиці Тихій",
    text: str = "Просимо розглянути.",
    files: dict[str, bytes] | None = None,
    inner: EmailMessage | None = None,
) -> bytes:
    """A letter with its attachments."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, "rada@misto.example", subject
    letter["Date"], letter["Message-ID"] = "Mon, 09 Mar 2026 16:20:00 +0200", "<1@merezhi.example>"
    letter.set_content(text)
    for name, body in (files or {}).items():
        letter.add_attachment(body, maintype="application", subtype="octet-stream", filename=name)
    if inner is not None:
        letter.add_attachment(inner)
    return letter.as_bytes()


def msg(files: dict[str, bytes], *, subject: str = "Про ремонт мереж", text: str = "Просимо розглянути.") -> bytes:
    """A letter of Outlook: its properties as streams of an OLE container (MS-OXMSG)."""
    writer = OleWriter()

    def put(path: str, tag: str, body: bytes) -> bytes:
        writer.addEntry(f"{path}__substg1.0_{tag}", body)
        kind, size = int(tag[4:], 16), len(body) + (2 if tag.endswith("001F") else 0)
        return struct.pack("<HHII4x", kind, int(tag[:4], 16), 6, size)

    properties = put("", "001A001F", "IPM.Note".encode("utf-16-le"))
    properties += put("", "0037001F", subject.encode("utf-16-le"))
    properties += put("", "1000001F", text.encode("utf-16-le"))
    properties += put("", "0C1A001F", "Вигаданенко Олена".encode("utf-16-le"))
    properties += put("", "0C1F001F", "olena@merezhi.example".encode("utf-16-le"))
    properties += struct.pack("<HHIQ", 0x40, 0x0039, 6, 134175396000000000)  # 2026-03-09 14:20 UTC
    writer.addEntry("__properties_version1.0", struct.pack("<8xIIII8x", 0, len(files), 0, len(files)) + properties)
    writer.addEntry("__nameid_version1.0", storage=True)
    for tag in ("00020102", "00030102", "00040102"):
        writer.addEntry(f"__nameid_version1.0/__substg1.0_{tag}", b"")
    for n, (name, body) in enumerate(files.items()):
        folder = f"__attach_version1.0_#{n:08X}"
        writer.addEntry(folder, storage=True)
        inner = put(folder + "/", "3707001F", name.encode("utf-16-le")) + put(folder + "/", "37010102", body)
        inner += struct.pack("<HHIQ", 3, 0x3705, 6, 1)
        writer.addEntry(f"{folder}/__properties_version1.0", bytes(8) + inner)
    return _written(writer)


def with_macros() -> bytes:
    """A DOCM: a text document with a project of macros in it."""
    writer = OleWriter()
    for name in ("PROJECT", "VBA/dir", "VBA/_VBA_PROJECT", "VBA/ThisDocument"):
        if "/" in name and not any("VBA" in one for one in writer.listItems()):
            writer.addEntry("VBA", storage=True)
        writer.addEntry(name, b"\x01\x00" + name.encode() * 40)
    files = {"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>", "word/vbaProject.bin": _written(writer)}
    return zipped(files)


def _written(writer: OleWriter) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "made"
        writer.write(str(place))
        return place.read_bytes()
