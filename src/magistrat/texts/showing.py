"""Pages for looking at: a picture and the words over it, drawn by a reader of its own and kept for the next look."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from magistrat.storage import queries as storage
from magistrat.texts import places, process, queries
from magistrat.texts.readers.trouble import Unreadable

WIDTHS = (1000, 1600)
SECONDS = 40
RECOGNISED = "ocr"
# What is kept of pictures; the least looked at go first.
MOST_KEPT = 2 * 1024**3


def picture(*, sha256: str, page: int, width: int) -> bytes:
    """PNG of a page (from 1), righted when it was recognised.

    :raises Unreadable: no such page, or it cannot be drawn.
    """
    width = min(WIDTHS, key=lambda one: abs(one - width))
    read = queries.page(sha256, page)
    turned, skew = (read.turned, read.skew) if read else (0, 0.0)

    def draw(target: str) -> None:
        path, is_pdf = _drawn_from(sha256)
        process.read_twice(
            "picture", path=path, is_pdf=is_pdf, page=page, width=width, turned=turned, skew=skew, target=target,
            seconds=SECONDS,
        )  # fmt: skip

    return _kept(sha256, f"{page}-{width}-{turned}-{skew:g}.png", draw)


def words(*, sha256: str, page: int) -> list[list[Any]]:
    """Words of a page: left, top, width, height in thousandths of it, and the word.

    :raises Unreadable: no such page.
    """
    read = queries.page(sha256, page)
    if read and read.source == RECOGNISED:
        return places.unpacked(read.words)
    path, is_pdf = _drawn_from(sha256)
    if not is_pdf:
        return []

    def find(target: str) -> None:
        found = process.read_twice("words", path=path, page=page, seconds=SECONDS)
        Path(target).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")

    return list(json.loads(_kept(sha256, f"{page}-words.json", find)))


def _drawn_from(sha256: str) -> tuple[str, bool]:
    if storage.infected([sha256]):
        raise Unreadable("Файл заражено: його замкнено.")
    return queries.drawn_from(sha256)


def _kept(sha256: str, name: str, make: Callable[[str], None]) -> bytes:
    place = _folder() / sha256[:2] / f"{sha256}-{name}"
    try:
        kept = place.read_bytes()
        os.utime(place)
    except FileNotFoundError:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent) as folder:
            half = Path(folder) / "half"
            make(str(half))
            kept = half.read_bytes()
            half.replace(place)
    return kept


def trim(most: int = MOST_KEPT) -> int:
    """Throw away the pictures that were looked at longest ago, until the rest fits; returns how many."""
    kept = sorted(
        ((file.stat().st_mtime, file.stat().st_size, file) for file in _folder().glob("??/*-*") if file.is_file()),
        key=lambda one: one[0],
    )
    size, gone = sum(bytes_ for _, bytes_, _ in kept), 0
    for _, bytes_, file in kept:
        if size <= most:
            break
        file.unlink(missing_ok=True)
        size, gone = size - bytes_, gone + 1
    return gone


def _folder() -> Path:
    return Path(settings.CITY_DIR) / "previews"
