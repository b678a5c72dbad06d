"""Office documents are archives of XML: looked at before any library opens them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from typing import BinaryIO

from magistrat.storage import zips
from magistrat.texts.readers import limits, trouble

BOMB = "Файл розпаковується до надмірного розміру: його не відкрито."
DANGEROUS_XML = "Файл містить XML із зовнішніми посиланнями: його не відкрито."
MOST_PARTS = 20_000
LOOKED_AT = 1024 * 1024
_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")


def check(path: str | BinaryIO, *, most: int = limits.MOST_UNPACKED) -> None:
    """Refuse an archive that grows too much, is locked, or whose XML declares entities.

    :raises Unreadable: with the reason.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise trouble.Unreadable(trouble.ENCRYPTED)
            _refuse_bomb(parts, most)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_entities(archive, part)
    except zips.BROKEN as reason:
        raise trouble.Unreadable(trouble.BROKEN) from reason


def _refuse_bomb(parts: Iterable[zipfile.ZipInfo], most: int) -> None:
    parts = list(parts)
    whole, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    # A small document of many repetitions may grow by a thousand times and still be small.
    grown = whole > limits.MOST_GROWTH * max(packed, 1) and whole > 20 * limits.MEGABYTE
    if len(parts) > MOST_PARTS or whole > most or grown:
        raise trouble.Unreadable(BOMB)


def _refuse_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A document type may stand only before the first element; what claims another size is a bomb, too."""
    with archive.open(part) as stream:
        head = stream.read(LOOKED_AT)
    if any(mark in head.replace(b"\0", b"") for mark in _ENTITIES):
        raise trouble.Unreadable(DANGEROUS_XML)
