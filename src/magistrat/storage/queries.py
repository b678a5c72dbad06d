"""Reading kept contents."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

from magistrat.storage import places
from magistrat.storage.models import Blob

CHUNK = 1024 * 1024


def open_blob(sha256: str) -> BinaryIO:
    """The content, opened for reading.

    :raises FileNotFoundError: when the disk has lost it.
    """
    return places.of(sha256).open("rb")


def path_of(sha256: str) -> Path:
    """Where the content lies, for programs that want a path. To be read only."""
    return places.of(sha256)


def blob(sha256: str) -> Blob | None:
    """The kept content's row."""
    return Blob.objects.filter(sha256=sha256).first()


def is_whole(sha256: str) -> bool:
    """Whether the content is there and still has its SHA-256."""
    try:
        with open_blob(sha256) as content:
            digest = hashlib.sha256()
            while chunk := content.read(CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        return False
    return digest.hexdigest() == sha256
