"""How a file is shown within the page, and safe HTML of texts."""

from __future__ import annotations

import zipfile
from typing import Any, BinaryIO

import mammoth
import nh3
from django.utils.html import escape

from magistrat.documents import content
from magistrat.texts import kinds
from magistrat.texts.readers import archive, plain
from magistrat.texts.readers.trouble import Unreadable

MOST_TEXT = 200_000
# A larger document is shown by its pages, which are made in a process of their own.
MOST_UNPACKED = 40 * 1024 * 1024
UNFINISHED = frozenset({"waiting", "running"})


class NoPreview(Exception):
    """The file cannot be shown as a text."""


def way(media_type: str, state: str, *, has_pages: bool = False, reading: Any = None) -> str:
    """How a file is shown: `pages`, `text`, `later` (its pages are being made), or "" when it can only be downloaded."""
    kind = kinds.of(media_type)
    if state != content.FINE or kind is None:
        return ""
    if kind.is_picture or media_type == content.PDF or (kind.office and has_pages):
        return "pages"
    if media_type in {content.DOCX, "text/plain"}:
        return "text"
    if reading is not None and reading.state in UNFINISHED:
        return "later"
    return "text" if reading is not None and reading.pages_done else ""


def text(stream: BinaryIO, *, media_type: str) -> str:
    """HTML of a text document, made safe: no scripts, no outside pictures, no styles.

    :raises NoPreview: it cannot be read.
    """
    if media_type == "text/plain":
        return preformatted(plain.decoded(stream.read(MOST_TEXT)))
    try:
        archive.check(stream, most=MOST_UNPACKED)
        stream.seek(0)
        return _safe(mammoth.convert_to_html(stream).value)
    except (Unreadable, zipfile.BadZipFile, KeyError, ValueError, OSError, AttributeError, TypeError) as trouble:
        raise NoPreview(str(trouble)) from trouble


def preformatted(said: str) -> str:
    """A plain text as HTML that shows its lines."""
    return f"<pre>{escape(said[:MOST_TEXT])}</pre>"


def _safe(html: str) -> str:
    def allowed(tag: str, name: str, value: str) -> str | None:
        if (tag, name) == ("img", "src") and not value.startswith("data:image/"):
            return None
        return None if (tag, name) == ("a", "href") and value.startswith("data:") else value

    return nh3.clean(html, url_schemes={"http", "https", "mailto", "data"}, attribute_filter=allowed)
