"""What a file really is, judged by its content and never by its name."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

import puremagic
import pypdfium2
from PIL import Image, UnidentifiedImageError

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UNKNOWN = "application/octet-stream"
PICTURES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "TIFF": "image/tiff",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "BMP": "image/bmp",
}
# Parts whose presence in a zip archive tells an office document from a mere archive.
IN_ZIP = {
    "word/document.xml": DOCX,
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FINE, BROKEN, ENCRYPTED, STRANGE = "fine", "broken", "encrypted", "unknown"
# pdfium's reason for a file that asks for a password.
PDF_ASKS_PASSWORD = 4


@dataclass(frozen=True)
class Content:
    """The media type, whether it can be read (`fine broken encrypted unknown`), pages where they are countable."""

    media_type: str
    state: str
    pages: int | None = None


def look(stream: BinaryIO) -> Content:
    """Judge the file; the stream is left where it ends up."""
    head = _head(stream)
    if not head:
        return Content(UNKNOWN, BROKEN)
    if b"%PDF-" in head[:1024]:
        return _pdf(stream)
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip(stream)
    if head.startswith(OLE):
        return _ole(stream)
    if picture := _picture(stream):
        return picture
    if (text := _text(head)) is not None:
        return text
    return Content(_magic(head), STRANGE)


def _head(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(8192)


def _pdf(stream: BinaryIO) -> Content:
    stream.seek(0)
    try:
        document = pypdfium2.PdfDocument(stream)
    except pypdfium2.PdfiumError as error:
        asks = getattr(error, "err_code", None) == PDF_ASKS_PASSWORD or "assword" in str(error)
        return Content(PDF, ENCRYPTED if asks else BROKEN)
    try:
        pages = len(document)
        return Content(PDF, FINE if pages else BROKEN, pages or None)
    finally:
        document.close()


def _zip(stream: BinaryIO) -> Content:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            locked = any(info.flag_bits & 1 for info in archive.infolist())
            media_type = next((kind for part, kind in IN_ZIP.items() if part in names), "application/zip")
            if "mimetype" in names and not locked:
                media_type = archive.read("mimetype").decode("ascii", "replace")[:120]
            if not locked and media_type == DOCX:
                archive.read("word/document.xml")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, NotImplementedError, ValueError):
        return Content("application/zip", BROKEN)
    return Content(media_type, ENCRYPTED if locked else FINE)


def _ole(stream: BinaryIO) -> Content:
    stream.seek(0)
    body = stream.read()
    # An office document under a password is an OLE container with the stream EncryptedPackage (UTF-16).
    if "EncryptedPackage".encode("utf-16-le") in body:
        return Content(DOCX, ENCRYPTED)
    if "WordDocument".encode("utf-16-le") in body:
        return Content("application/msword", FINE)
    if "Workbook".encode("utf-16-le") in body:
        return Content("application/vnd.ms-excel", FINE)
    return Content("application/x-ole-storage", STRANGE)


def _picture(stream: BinaryIO) -> Content | None:
    stream.seek(0)
    try:
        with Image.open(stream) as image:
            kind, frames = PICTURES.get(image.format or ""), getattr(image, "n_frames", 1)
            if kind is None:
                return None
            try:
                image.load()
            except (OSError, SyntaxError, ValueError):
                return Content(kind, BROKEN)
            return Content(kind, FINE, frames if kind == "image/tiff" else 1)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None


def _text(head: bytes) -> Content | None:
    if b"\0" in head:
        return None
    if head.lstrip().startswith(b"{\\rtf"):
        return Content("application/rtf", FINE)
    try:
        # The head may cut a letter in two.
        io.TextIOWrapper(io.BytesIO(head[:-4] or head), encoding="utf-8").read()
    except UnicodeDecodeError:
        return None
    return Content("text/plain", FINE)


def _magic(head: bytes) -> str:
    try:
        return (puremagic.from_string(head, mime=True) or UNKNOWN)[:120]
    except (puremagic.PureError, ValueError):
        return UNKNOWN
