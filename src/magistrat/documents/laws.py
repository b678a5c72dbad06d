"""A law as one line of JSON: number, date, title, articles. Read and judged line by line."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

# A line longer than this is no law but a mistake, or an attack on memory.
LONGEST_LINE = 64 * 1024 * 1024
LONGEST_NUMBER, LONGEST_SUMMARY = 80, 1000
XZ = b"\xfd7zXZ\x00"


class NotALaw(Exception):
    """Why the line is no law, for people."""


@dataclass(frozen=True)
class Law:
    """A law: its number as it is cited, its day, what it is called, its text by articles."""

    number: str
    on: date
    title: str
    text: str

    @property
    def summary(self) -> str:
        """What the card says: the number stands there too, for laws are known by it."""
        named = f"{self.title} " if self.title else "Закон України "
        return f"{named[: LONGEST_SUMMARY - 100].rstrip()} (№ {self.number} від {self.on:%d.%m.%Y})"


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Numbered lines of a file, plain or packed by xz; a line that is too long is empty.

    :raises OSError: the file cannot be read. :raises lzma.LZMAError: it is broken.
    """
    with path.open("rb") as plain:
        packed = plain.read(len(XZ)) == XZ
        plain.seek(0)
        with lzma.LZMAFile(plain) if packed else nullcontext(plain) as stream:
            yield from enumerate(_lines(stream), 1)


def _lines(stream: BinaryIO | lzma.LZMAFile) -> Iterator[bytes]:
    while line := stream.readline(LONGEST_LINE):
        if len(line) < LONGEST_LINE or line.endswith(b"\n"):
            yield line.strip()
            continue
        while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass
        yield b""


def read(line: bytes) -> Law:
    """The law of a line.

    :raises NotALaw: what is missing or wrong in it.
    """
    if not line:
        raise NotALaw("рядок порожній або завдовгий")
    try:
        whole = json.loads(line)
    except (ValueError, RecursionError):
        raise NotALaw("рядок не є записаним у JSON") from None
    if not isinstance(whole, dict):
        raise NotALaw("у рядку немає полів закону")
    number, title = _words(whole.get("number")), _words(whole.get("title"))
    if not number or len(number) > LONGEST_NUMBER:
        raise NotALaw("немає номера (number) або він завдовгий")
    text = "\n\n".join(_article(one) for one in _articles(whole))
    if not text.strip():
        raise NotALaw(f"{number}: немає тексту статей (articles)")
    return Law(number, _day(whole.get("date"), number), title, text)


def _articles(whole: dict[str, Any]) -> list[dict[str, Any]]:
    found = whole.get("articles")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _article(one: dict[str, Any]) -> str:
    parts = [one.get(name) for name in ("title", "text")]
    return "\n".join(part.replace("\x00", "").strip() for part in parts if isinstance(part, str) and part.strip())


def _words(value: object) -> str:
    return " ".join(value.replace("\x00", "").split()) if isinstance(value, str) else ""


def _day(value: object, number: str) -> date:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise NotALaw(f"{number}: дата (date) не є днем РРРР-ММ-ДД") from None
