"""Pictures of pages and safe HTML of texts, for looking at a file within the page."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import BinaryIO

import mammoth
import nh3
import pypdfium2
from django.conf import settings
from PIL import Image, ImageOps

from magistrat.documents import content

WIDTHS = (1000, 1600)
# A page or a text larger than these is not worth a server's memory; it can still be downloaded.
MOST_PIXELS = 40_000_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_TEXT = 200_000
PICTURES = frozenset(content.PICTURES.values())


class NoPreview(Exception):
    """The file cannot be shown as a picture or as a text."""


def way(media_type: str, state: str) -> str:
    """How a file is shown: `pages`, `text`, or "" when it can only be downloaded."""
    if state != content.FINE:
        return ""
    if media_type == content.PDF or media_type in PICTURES:
        return "pages"
    return "text" if media_type in {content.DOCX, "text/plain"} else ""


def picture(stream: BinaryIO, *, sha256: str, media_type: str, page: int, width: int) -> bytes:
    """PNG of a page (from 1), kept after the first look.

    :raises NoPreview: no such page, or it cannot be drawn.
    """
    width = min(WIDTHS, key=lambda one: abs(one - width))
    kept = Path(settings.CITY_DIR) / "previews" / sha256[:2] / f"{sha256}-{page}-{width}.png"
    if kept.is_file():
        return kept.read_bytes()
    try:
        image = _pdf_page(stream, page, width) if media_type == content.PDF else _frame(stream, page, width)
        drawn = io.BytesIO()
        image.save(drawn, "PNG")
    except (
        pypdfium2.PdfiumError,
        OSError,
        ValueError,
        SyntaxError,
        IndexError,
        EOFError,
        Image.DecompressionBombError,
    ) as trouble:
        raise NoPreview(str(trouble)) from trouble
    _keep(kept, drawn.getvalue())
    return drawn.getvalue()


def _pdf_page(stream: BinaryIO, page: int, width: int) -> Image.Image:
    with pypdfium2.PdfDocument(stream) as document:
        sheet = document[page - 1]
        scale = width / max(sheet.get_width(), 1)
        if width * sheet.get_height() * scale > MOST_PIXELS:
            raise ValueError("the page is too long")
        drawn: Image.Image = sheet.render(scale=scale).to_pil()
        return drawn


def _frame(stream: BinaryIO, page: int, width: int) -> Image.Image:
    with Image.open(stream) as whole:
        if whole.width * whole.height > MOST_PIXELS * 4:
            raise ValueError("the picture is too large")
        whole.seek(page - 1)
        image = ImageOps.exif_transpose(whole).convert("RGB")
        image.thumbnail((width, MOST_PIXELS // width))
        return image


def _keep(place: Path, drawn: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as half:
        half.write(drawn)
    Path(half.name).replace(place)


def text(stream: BinaryIO, *, media_type: str) -> str:
    """HTML of a text document, made safe: no scripts, no outside pictures, no styles.

    :raises NoPreview: it cannot be read.
    """
    if media_type == "text/plain":
        plain = stream.read(MOST_TEXT).decode("utf-8", "replace")
        return f"<pre>{nh3.clean_text(plain)}</pre>"
    try:
        with zipfile.ZipFile(stream) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
                raise NoPreview("the document is too large")
        stream.seek(0)
        return _safe(mammoth.convert_to_html(stream).value)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, AttributeError, TypeError) as trouble:
        raise NoPreview(str(trouble)) from trouble


def _safe(html: str) -> str:
    def allowed(tag: str, name: str, value: str) -> str | None:
        if (tag, name) == ("img", "src") and not value.startswith("data:image/"):
            return None
        return None if (tag, name) == ("a", "href") and value.startswith("data:") else value

    return nh3.clean(html, url_schemes={"http", "https", "mailto", "data"}, attribute_filter=allowed)
