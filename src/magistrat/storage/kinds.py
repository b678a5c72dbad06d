"""The media type of a content, by the content itself: a name can lie."""

from __future__ import annotations

import zipfile
from typing import BinaryIO

import puremagic

UNKNOWN = "application/octet-stream"
BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"{\\rtf", "application/rtf"),
)
OFFICE = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
HEAD_BYTES = 8192


def media_type(content: BinaryIO) -> str:
    """What the content is; `application/octet-stream` when nothing is recognised. Leaves the place where it was."""
    place = content.tell()
    try:
        content.seek(0)
        head = content.read(HEAD_BYTES)
        for beginning, found in BEGINNINGS:
            if head.startswith(beginning):
                return found
        if head.startswith(b"PK"):
            return _zipped(content)
        return _by_signature(head) or ("text/plain" if _is_text(head) else UNKNOWN)
    finally:
        content.seek(place)


def _zipped(content: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(content) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                return archive.read("mimetype")[:100].decode("ascii", "replace").strip() or "application/zip"
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError):
        return "application/zip"
    return next(
        (found for folder, found in OFFICE if any(name.startswith(folder) for name in names)), "application/zip"
    )


def _by_signature(head: bytes) -> str:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    return next((match.mime_type for match in found if match.mime_type), "")


def _is_text(head: bytes) -> bool:
    if not head or b"\x00" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as trouble:
        # The head may end in the middle of a letter.
        return trouble.start >= len(head) - 3
    return True
