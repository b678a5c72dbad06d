"""Minutes of a sitting as DOCX to be edited (ДСТУ 4163:2020)."""

from __future__ import annotations

import io
import textwrap
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt

from magistrat.papers.docx_parts import PARAGRAPH, Style, page, plain, styles
from magistrat.papers.minutes_sheets import MinutesSheets
from magistrat.papers.sitting_sheets import Signature

LETTERS = 28
STYLES: dict[str, Style] = {
    "Назва виду": (16, ALIGN.CENTER, 0, 0, 0, 0, 0),
    "Назва": (14, ALIGN.CENTER, 0, 0, 0, 0, 0),
    "Дата й номер": (14, ALIGN.LEFT, 0, 0, 0, 12, 10),
    "Питання": (14, ALIGN.LEFT, 0, 0, 0, 14, 3),
    "Розділ": (14, ALIGN.LEFT, 0, 0, 0, 7, 3),
    "Текст": (14, ALIGN.JUSTIFY, 0, 0, PARAGRAPH, 0, 3),
    "Підпис": (14, ALIGN.LEFT, 0, 0, 0, 0, 0),
}
TABS = {"Підпис": 125.0}
OF_KIND = {"heading": "Питання", "label": "Розділ", "plain": "Текст"}
BOLD = ("Назва виду", "Питання", "Розділ")


def docx(sheet: MinutesSheets, *, title: str, author: str, at: datetime) -> bytes:
    """The paper as a document for a word processor."""
    whole = Document()
    page(whole, title=title, author=author, at=at)
    styles(whole, STYLES, TABS)
    for name in BOLD:
        whole.styles[name].font.bold = True
    _add(whole, "Назва виду", sheet.kind)
    for line in sheet.title:
        _add(whole, "Назва", line)
    _add(
        whole, "Дата й номер", " " * 4 + "      ".join(part for part in (sheet.day, sheet.place, sheet.number) if part)
    )
    for one in sheet.paragraphs:
        made = _add(whole, OF_KIND[one.kind], one.text)
        made.paragraph_format.keep_with_next = one.kind != "plain"
    for signature in sheet.signatures:
        _signature(whole, signature)
    for line in sheet.certified:
        _add(whole, "Розділ", line)
    if sheet.certifier.name:
        _signature(whole, sheet.certifier)
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()


def _signature(whole: Any, signature: Signature) -> None:
    """The post in short lines, the name at the tab of the last one (7.7)."""
    lines = [row for line in signature.lines for row in textwrap.wrap(line, LETTERS)] or [""]
    for place, line in enumerate(lines):
        paragraph = _add(whole, "Підпис", line)
        paragraph.paragraph_format.space_before = Pt(0 if place else 30)
        paragraph.paragraph_format.keep_with_next = place < len(lines) - 1
    day = f" ({signature.day})" if signature.day else ""
    paragraph.add_run(f"\t{plain(signature.name)}{day}")


def _add(whole: Any, style: str, text: str) -> Any:
    return whole.add_paragraph(plain(text), style=style)
