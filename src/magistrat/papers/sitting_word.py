"""Papers of a sitting as DOCX to be edited: real paragraphs, tabs and tables (ДСТУ 4163:2020)."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from magistrat.papers.act_sheets import widths
from magistrat.papers.docx_parts import PARAGRAPH, Style, page, plain, styles
from magistrat.papers.sitting_sheets import Line, Sheet, Signature

LETTERS = 28
STYLES: dict[str, Style] = {
    "Додаток": (14, ALIGN.LEFT, 100, 0, 0, 0, 0),
    "Назва": (14, ALIGN.CENTER, 0, 0, 0, 6, 0),
    "Під назвою": (14, ALIGN.CENTER, 0, 0, 0, 3, 0),
    "Розділ": (14, ALIGN.CENTER, 0, 0, 0, 14, 4),
    "Питання": (14, ALIGN.JUSTIFY, 0, 0, PARAGRAPH, 0, 4),
    "Підпис": (14, ALIGN.LEFT, 0, 0, 0, 0, 0),
}
TABS = {"Підпис": 125.0}


def docx(sheets: Sequence[Sheet], *, title: str, author: str, at: datetime) -> bytes:
    """The sheets as one document, each on a new page."""
    whole = Document()
    page(whole, title=title, author=author, at=at)
    styles(whole, STYLES, TABS)
    whole.styles["Назва"].font.bold = True
    for place, sheet in enumerate(sheets):
        if place:
            whole.add_section(WD_SECTION.NEW_PAGE)
        _sheet(whole, sheet)
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()


def _sheet(whole: Any, sheet: Sheet) -> None:
    for line in sheet.corner:
        _add(whole, "Додаток", line)
    for line in (sheet.kind, *sheet.title):
        if line:
            _add(whole, "Назва", line)
    for line in sheet.under:
        _add(whole, "Під назвою", line)
    for one in sheet.lines:
        _line(whole, one)
    if sheet.rows:
        _table(whole, sheet.rows)
    if sheet.signature.name:
        _signature(whole, sheet.signature)


def _line(whole: Any, line: Line) -> None:
    paragraph = whole.add_paragraph(style="Розділ" if line.is_heading else "Питання")
    run = paragraph.add_run(plain(line.text))
    run.bold, run.italic = line.is_bold or None, line.is_italic or None
    paragraph.paragraph_format.keep_with_next = line.is_heading


def _table(whole: Any, rows: Sequence[Sequence[str]]) -> None:
    shares = widths(rows)
    table = whole.add_table(len(rows), len(shares))
    table.style, table.autofit = "Table Grid", False
    scale = 170 / sum(shares)
    for place, row in enumerate(rows):
        for column, share in enumerate(shares):
            cell = table.cell(place, column)
            cell.width = Mm(share * scale)
            text = cell.paragraphs[0]
            run = text.add_run(plain(row[column]) if column < len(row) else "")
            run.font.size = Pt(12)
            if place == 0:
                run.bold, text.alignment = True, ALIGN.CENTER


def _signature(whole: Any, signature: Signature) -> None:
    """The post in short lines, the name at the tab of the last one (7.7)."""
    lines = [row for line in signature.lines for row in textwrap.wrap(line, LETTERS)] or [""]
    for place, line in enumerate(lines):
        paragraph = _add(whole, "Підпис", line)
        paragraph.paragraph_format.space_before = Pt(0 if place else 34)
        paragraph.paragraph_format.keep_with_next = place < len(lines) - 1
    day = f" ({signature.day})" if signature.day else ""
    paragraph.add_run(f"\t{plain(signature.name)}{day}")


def _add(whole: Any, style: str, text: str) -> Any:
    return whole.add_paragraph(plain(text), style=style)
