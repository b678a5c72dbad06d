"""Which contents are read, and by which reader."""

from __future__ import annotations

PDF = "application/pdf"
READERS = {
    PDF: "pdf",
    "text/plain": "plain",
}


def reader_of(media_type: str) -> str:
    """The reader's name; "" for what has no text to read."""
    return READERS.get(media_type, "")
