"""What a letter says of itself: index, date, short content and the sender's code, from its text layer.

Only a proposal for the card: the clerk sees the letter beside it.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

import docx
import pypdfium2
from stdnum.ua import edrpou

from magistrat.documents import content

MOST_LETTERS = 12_000
_DAY = r"(\d{1,2})[.](\d{2})[.](20\d{2})"
_INDEX = r"([\dА-ЯІЇЄҐA-Zа-яіїєґ][\w./\-–]{0,39})"
_DAY_FIRST = re.compile(rf"{_DAY}\s*(?:р\.|року)?\s*№\s*{_INDEX}")
_INDEX_FIRST = re.compile(rf"№\s*{_INDEX}\s*від\s*{_DAY}")
# «На № … від …» names our own letter.
_ANSWERED = re.compile(r"(?i)\bна\s*$")
_ON = re.compile(rf"(?i)\bна\s*№\s*{_INDEX}\s*від\s*{_DAY}")
_ABOUT = re.compile(r"(?m)^\s*((?:Про|Щодо|Стосовно)\s[^\n]{3,}(?:\n[^\n]{2,}){0,2})")
_CODE = re.compile(r"(?<!\d)\d{8}(?!\d)")


@dataclass(frozen=True)
class Requisites:
    """What was found; empty where nothing was."""

    index: str = ""
    day: date | None = None
    summary: str = ""
    codes: tuple[str, ...] = ()
    answered: str = ""
    answered_day: date | None = None


def is_readable(media_type: str, state: str) -> bool:
    """Whether the file may have a text layer."""
    return state == content.FINE and media_type in {content.PDF, content.DOCX}


def requisites(stream: BinaryIO, *, media_type: str, today: date) -> Requisites:
    """Read the first page; a file that cannot be read says nothing."""
    try:
        text = _pdf(stream) if media_type == content.PDF else _docx(stream)
    except (pypdfium2.PdfiumError, zipfile.BadZipFile, KeyError, ValueError, OSError):
        return Requisites()
    return of_text(text[:MOST_LETTERS], today)


def of_text(text: str, today: date) -> Requisites:
    """The same from a text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    index, day = _index_and_day(text, today)
    about = _ABOUT.search(text)
    summary = " ".join(about[1].split()) if about else ""
    # A content that runs on into the letter's body ends with its first sentence.
    summary = re.split(r"(?<=[.!?])\s|\s(?=Шановн|Доброго|Відповідно до)", summary)[0].rstrip(".")[:300]
    codes = tuple(dict.fromkeys(code for code in _CODE.findall(text) if edrpou.is_valid(code)))
    answered = _ON.search(text)
    if answered is None:
        return Requisites(index, day, summary, codes)
    return Requisites(index, day, summary, codes, answered[1].rstrip(".,"), _day(*answered.groups()[1:], today=today))


def _index_and_day(text: str, today: date) -> tuple[str, date | None]:
    for pattern, places in ((_DAY_FIRST, (4, 1, 2, 3)), (_INDEX_FIRST, (1, 2, 3, 4))):
        for found in pattern.finditer(text):
            index, day, month, year = (found[place] for place in places)
            if _ANSWERED.search(text[max(0, found.start() - 6) : found.start()]):
                continue
            if written := _day(day, month, year, today=today):
                return index.rstrip(".,-–"), written
    return "", None


def _day(day: str, month: str, year: str, *, today: date) -> date | None:
    try:
        written = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return written if written <= today else None


def _pdf(stream: BinaryIO) -> str:
    with content.PDFIUM, pypdfium2.PdfDocument(stream) as document:
        page = document[0].get_textpage()
        return str(page.get_text_range())


def _docx(stream: BinaryIO) -> str:
    document = docx.Document(stream)
    cells = [cell.text for table in document.tables[:3] for row in table.rows[:10] for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs[:80])])
