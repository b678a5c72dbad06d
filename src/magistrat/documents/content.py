"""Whether a file can be read and how many pages it has; what it is, `storage.kinds` tells by its content."""

from __future__ import annotations

import threading
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

import pypdfium2
from PIL import Image, UnidentifiedImageError

from magistrat.storage import kinds
from magistrat.storage.kinds import DOCX, IN_ZIP, OLE, PDF, UNKNOWN
from magistrat.texts.readers import limits

__all__ = [
    "BROKEN",
    "DOCX",
    "ENCRYPTED",
    "FINE",
    "IN_ZIP",
    "OLE",
    "PDF",
    "PICTURES",
    "STRANGE",
    "UNKNOWN",
    "Content",
    "look",
]
PICTURES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "TIFF": "image/tiff",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "BMP": "image/bmp",
}
FINE, BROKEN, ENCRYPTED, STRANGE = "fine", "broken", "encrypted", "unknown"
# pdfium knows no threads, and the web server has several.
PDFIUM = threading.Lock()
# pdfium's reason for a file that asks for a password.
PDF_ASKS_PASSWORD = 4
# Kinds that are known by their beginning alone; whether they can be read, their reader finds out.
TRUSTED = frozenset({kinds.RAR, kinds.SEVEN_ZIP, kinds.P7S, kinds.EML, kinds.RTF, kinds.TEXT, kinds.HTML, kinds.XML})


@dataclass(frozen=True)
class Content:
    """The media type, whether it can be read (`fine broken encrypted unknown`), pages where they are countable."""

    media_type: str
    state: str
    pages: int | None = None


def look(stream: BinaryIO) -> Content:
    """Judge the file; the stream is left where it ends up."""
    stream.seek(0)
    if not stream.read(1):
        return Content(UNKNOWN, BROKEN)
    stream.seek(0)
    kind = kinds.media_type(stream)
    if kind == PDF:
        return _pdf(stream)
    if kind == kinds.HEIC:
        return Content(kind, FINE, 1)
    stream.seek(0)
    head = stream.read(8)
    if head.startswith(OLE):
        return _ole(stream, kind)
    if head.startswith(b"PK"):
        return _zip(stream, kind)
    if kind in TRUSTED:
        return Content(kind, FINE)
    return _picture(stream) or Content(kind, STRANGE)


def _pdf(stream: BinaryIO) -> Content:
    stream.seek(0)
    with PDFIUM:
        return _counted(stream)


def _counted(stream: BinaryIO) -> Content:
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


def _zip(stream: BinaryIO, kind: str) -> Content:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            locked = any(info.flag_bits & 1 for info in archive.infolist())
            if not locked and kind == DOCX:
                archive.read("word/document.xml")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, NotImplementedError, ValueError, KeyError):
        return Content(kind, BROKEN)
    return Content(kind, ENCRYPTED if locked else FINE)


def _ole(stream: BinaryIO, kind: str) -> Content:
    # An office document under a password is an OLE container with the stream EncryptedPackage (UTF-16).
    stream.seek(0)
    if kind != kinds.MSG and "EncryptedPackage".encode("utf-16-le") in stream.read():
        return Content(DOCX, ENCRYPTED)
    return Content(kind, STRANGE if kind == kinds.OLE_UNKNOWN else FINE)


def _picture(stream: BinaryIO) -> Content | None:
    stream.seek(0)
    try:
        with Image.open(stream) as image:
            kind, frames = PICTURES.get(image.format or ""), getattr(image, "n_frames", 1)
            if kind is None:
                return None
            if image.width * image.height > limits.MOST_PIXELS:
                # Its reader will say so, in a process of its own; the web server does not unfold it.
                return Content(kind, FINE, 1)
            try:
                image.load()
            except (OSError, SyntaxError, ValueError):
                return Content(kind, BROKEN)
            return Content(kind, FINE, frames if kind == "image/tiff" else 1)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None
