"""The disk beside the bucket: what somebody reads is brought onto it. Without a bucket the disk is all there is."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO, cast

from magistrat.storage import bucket, places
from magistrat.ui.refusals import Away

CHUNK = 1024 * 1024


def file(sha256: str) -> Path:
    """The content's file, brought onto the disk if only the bucket has it; its last use is written down as its time.

    :raises FileNotFoundError: neither the disk nor the bucket has it.
    :raises Away: the bucket cannot be asked, or what it has is damaged.
    """
    place = places.of(sha256)
    if bucket.is_set():
        try:
            os.utime(place)
        except FileNotFoundError:
            _bring(sha256)
    return place


def opened(sha256: str) -> BinaryIO:
    """The content opened for reading.

    :raises FileNotFoundError: neither the disk nor the bucket has it.
    :raises Away: as `file`.
    """
    try:
        return file(sha256).open("rb")
    except FileNotFoundError:
        if not bucket.is_set():
            raise
        # The disk may just have been cleared of it: from the bucket it comes once more.
        return file(sha256).open("rb")


def opened_once(sha256: str) -> BinaryIO:
    """The content for one who reads all of them in turn: the disk is not filled with it.

    :raises FileNotFoundError: neither the disk nor the bucket has it.
    :raises Away: the bucket cannot be asked.
    """
    place = places.of(sha256)
    try:
        return place.open("rb")
    except FileNotFoundError:
        if not bucket.is_set():
            raise
    target = tempfile.TemporaryFile(dir=places.waiting_room())  # noqa: SIM115 handed on open
    try:
        bucket.fetch(sha256, target)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return cast("BinaryIO", target)


def is_whole(sha256: str) -> bool:
    """Whether the content lies where it should, with its own SHA-256: in the bucket where there is one, else on the disk.

    :raises Away: the bucket cannot be asked.
    """
    place = places.of(sha256)
    try:
        if place.exists():
            in_bucket = not bucket.is_set() or bucket.size_of(sha256) == place.stat().st_size
            return in_bucket and digest_of(place) == sha256
        return bucket.is_set() and bucket.fetch(sha256) == sha256
    except FileNotFoundError:
        return False


def digest_of(place: Path) -> str:
    """The SHA-256 of a file."""
    with place.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _bring(sha256: str) -> None:
    with tempfile.NamedTemporaryFile(dir=places.waiting_room(), delete=False) as half:
        try:
            if bucket.fetch(sha256, half) != sha256:
                raise Away(f"Файл {sha256[:12]} у сховищі пошкоджено: повідомте адміністратора.")
            half.flush()
            os.fsync(half.fileno())
            places.settle(Path(half.name), sha256)
        finally:
            Path(half.name).unlink(missing_ok=True)
