"""Keeping contents: nothing is overwritten, what is kept survives a loss of power."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from magistrat.storage import places
from magistrat.storage.kinds import media_type
from magistrat.storage.models import Blob

CHUNK = 1024 * 1024


def keep(*, content: BinaryIO | bytes, at: datetime) -> Blob:
    """Keep the content under its SHA-256; the same content is kept once, whoever brings it.

    The file is on the disk before the row is written, so a committed row always has its file; a file whose
    transaction was rolled back harms nobody and is found again when the same content comes.
    """
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    with tempfile.NamedTemporaryFile(dir=places.waiting_room(), delete=False) as half:
        try:
            sha256, size = _copy(source, half)
            half.flush()
            # What lies under its name already was on the disk before it got the name.
            if not places.of(sha256).exists():
                os.fsync(half.fileno())
            kind = _kind(Path(half.name))
            _settle(Path(half.name), sha256)
        except BaseException:
            Path(half.name).unlink(missing_ok=True)
            raise
    blob, _ = Blob.objects.get_or_create(
        sha256=sha256, defaults={"size": size, "media_type": kind[:120], "kept_at": at}
    )
    return blob


def _copy(source: IO[bytes], target: IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    if source.seekable():
        source.seek(0)
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        target.write(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def _kind(file: Path) -> str:
    with file.open("rb") as content:
        return media_type(content)


def _settle(half: Path, sha256: str) -> None:
    final = places.of(sha256)
    if final.exists():
        half.unlink()
        return
    final.parent.mkdir(parents=True, exist_ok=True)
    half.chmod(0o440)
    half.rename(final)
    places.sync_folder(final.parent)
    places.sync_folder(final.parent.parent)
