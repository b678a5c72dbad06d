"""Where a content lies on the disk: `STORAGE_DIR/ab/cd/<sha256>`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


def of(sha256: str) -> Path:
    """The file of a content."""
    return Path(settings.STORAGE_DIR) / sha256[:2] / sha256[2:4] / sha256


def waiting_room() -> Path:
    """The folder of half-written files, on the same disk so that renaming is one step."""
    folder = Path(settings.STORAGE_DIR) / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def all_files() -> Iterator[Path]:
    """Every content's file on this disk; never one that is being written."""
    yield from Path(settings.STORAGE_DIR).glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/" + "[0-9a-f]" * 64)


def sync_folder(folder: Path) -> None:
    """Make the folder's list of names survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def settle(half: Path, sha256: str) -> None:
    """Give a content that is whole on the disk its name; one that is there already stays as it is."""
    final = of(sha256)
    if final.exists():
        half.unlink()
        return
    final.parent.mkdir(parents=True, exist_ok=True)
    half.chmod(0o440)
    half.rename(final)
    sync_folder(final.parent)
    sync_folder(final.parent.parent)
