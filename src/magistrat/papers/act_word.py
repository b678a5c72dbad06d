"""An act as DOCX to be edited: styles, real paragraphs and tabs, tables only where the act has them (ДСТУ 4163:2020)."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from magistrat.papers.act_sheets import AGREED, ActSheets, AnnexSheets, Back, split_ordering, widths
from magistrat.papers.docx_parts import PARAGRAPH, TEXT_WIDTH, Style, page, plain, styles
from magistrat.rules.act_paper import Named

NAME, BACK_NAME, ANNEX = 125, 105, 100
LONG_TITLE, LONG_NAME, NO_BREAK = 150, 16, "\u00a0"
STYLES: dict[str, Style] = {
    "Бланк": (12, ALIGN.CENTER, 0, 0, 0, 0, 3),
    "Бланк основний": (14, ALIGN.CENTER, 0, 0, 0, 0, 3),
    "Назва виду документа": (16, ALIGN.CENTER, 0, 0, 0, 12, 6),
    "Дата, місце, номер": (14, ALIGN.LEFT, 0, 0, 0, 10, 10),
    "Позначка": (12, ALIGN.RIGHT, 0, 0, 0, 0, 0),
    "Гриф обмеження доступу": (14, ALIGN.LEFT, ANNEX, 0, 0, 0, 8),
    "Заголовок до тексту": (14, ALIGN.LEFT, 0, TEXT_WIDTH - 85, 0, 10, 14),
    "Зміни": (12, ALIGN.LEFT, 0, 0, 0, 0, 12),
    "Текст акта": (14, ALIGN.JUSTIFY, 0, 0, PARAGRAPH, 0, 1),
    "Підпис": (14, ALIGN.LEFT, 0, 0, 0, 0, 0),
    "Додаток": (14, ALIGN.LEFT, ANNEX, 0, 0, 0, 0),
    "Назва додатка": (14, ALIGN.CENTER, 10, 10, 0, 20, 14),
    "Зворотний бік": (14, ALIGN.LEFT, 0, 0, 0, 4, 4),
    "Виконавець": (12, ALIGN.LEFT, 0, 0, 0, 0, 0),
}
TABS: dict[str, float] = {"Підпис": NAME, "Зворотний бік": BACK_NAME}
# How many letters of a post stand in a line before the name (7.6: 73 mm are 28 letters).
LETTERS = {"Підпис": 28, "Зворотний бік": 34}
ITALIC = ("Зворотний бік", "Виконавець", "Зміни")
BOLD = ("Бланк основний", "Назва виду документа", "Назва додатка", "Позначка")


def act_docx(act: ActSheets, *, at: datetime) -> bytes:
    """The act with its reverse page, annexes and mailing list, each on a sheet of its own."""
    whole = Document()
    page(whole, title=act.title, author=act.signature.name, at=at)
    styles(whole, STYLES, TABS)
    _emphasis(whole)
    _act(whole, act)
    _back(whole, act.back)
    for annex in act.annexes:
        _annex(whole, annex)
    if act.listing:
        _sheet(whole)
        _add(whole, "Назва додатка", act.listing_heading)
        for place, one in enumerate(act.listing, 1):
            _add(whole, "Підпис", f"{place}. {one}", after=7)
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()


def _emphasis(whole: Any) -> None:
    for name in BOLD:
        whole.styles[name].font.bold = True
    for name in ITALIC:
        whole.styles[name].font.italic = True
    spaced = OxmlElement("w:spacing")
    spaced.set(qn("w:val"), "80")
    whole.styles["Назва виду документа"].element.get_or_add_rPr().append(spaced)
    tabs = whole.styles["Дата, місце, номер"].paragraph_format.tab_stops
    tabs.add_tab_stop(Mm(TEXT_WIDTH / 2), WD_TAB_ALIGNMENT.CENTER)
    tabs.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def _add(whole: Any, style: str, text: str, *, before: int | None = None, after: int | None = None) -> Any:
    paragraph = whole.add_paragraph(plain(text), style=style)
    if before is not None:
        paragraph.paragraph_format.space_before = Pt(before)
    if after is not None:
        paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def _act(whole: Any, act: ActSheets) -> None:
    for line in act.mark:
        _add(whole, "Позначка", line)
    for place, line in enumerate(act.blank.lines):
        _add(whole, "Бланк основний" if place == act.blank.main else "Бланк", line)
    _add(whole, "Назва виду документа", act.kind)
    _add(whole, "Дата, місце, номер", f"{act.day}\t{act.place}\t№ {act.number}")
    if act.restriction:
        _add(whole, "Гриф обмеження доступу", act.restriction)
    heading = _add(whole, "Заголовок до тексту", act.title)
    if len(act.title) > LONG_TITLE:
        heading.paragraph_format.right_indent = Mm(0)
    if act.is_title_italic:
        heading.runs[0].bold = heading.runs[0].italic = True
    if act.changes:
        _add(whole, "Зміни", act.changes)
    _text(whole, act)
    _signed(whole, "Підпис", act.signature, before=34)
    for visa in act.visas:
        _signed(whole, "Підпис", visa, before=12)


def _text(whole: Any, act: ActSheets) -> None:
    """The ordering words end the stating part; their last word is in italics."""
    parts = list(act.stating) or ([""] if act.ordering else [])
    for place, part in enumerate(parts):
        paragraph = _add(whole, "Текст акта", part)
        if place == len(parts) - 1 and act.ordering:
            words = split_ordering(act.ordering)
            before = f"{words['before']} " if words["before"] else ""
            paragraph.add_run(f" {before}" if part else before)
            paragraph.add_run(words["last"]).italic = True
    for place, point in enumerate(act.points):
        paragraph = _add(whole, "Текст акта", point.text, before=None if place else 6)
        paragraph.paragraph_format.keep_with_next = place == len(act.points) - 1


def _annex(whole: Any, annex: AnnexSheets) -> None:
    _sheet(whole)
    for line in annex.heading:
        _add(whole, "Додаток", line)
    if annex.title:
        _add(whole, "Назва додатка", annex.title)
    for place, part in enumerate(annex.paragraphs, 1):
        _add(whole, "Текст акта", part, after=8 if place == len(annex.paragraphs) else None)
    if annex.rows:
        _table(whole, annex.rows, is_ruled=not annex.is_commission)
    for one in annex.signatures:
        _signed(whole, "Підпис", one, before=34)
    _back(whole, annex.back)


def _table(whole: Any, rows: Sequence[Sequence[str]], *, is_ruled: bool) -> None:
    shares = widths(rows)
    table = whole.add_table(len(rows), len(shares))
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(share)
    if is_ruled:
        table.style = "Table Grid"
    for place, row in enumerate(rows):
        for column, share in enumerate(shares):
            cell = table.cell(place, column)
            cell.width = Mm(share)
            text = cell.paragraphs[0]
            run = text.add_run(plain(row[column]) if column < len(row) else "")
            run.font.size = Pt(12)
            if is_ruled and place == 0:
                run.bold, text.alignment = True, ALIGN.CENTER


def _back(whole: Any, back: Back | None) -> None:
    """The reverse of the last page: a sheet of its own without a number."""
    if back is None:
        return
    _sheet(whole)
    _add(whole, "Зворотний бік", back.prepared)
    if back.head:
        _signed(whole, "Зворотний бік", back.head, before=6)
    if back.groups:
        _add(whole, "Зворотний бік", AGREED, before=16)
    for group in back.groups:
        if group.heading:
            _add(whole, "Зворотний бік", group.heading).paragraph_format.keep_with_next = True
        for one in group.people:
            _signed(whole, "Зворотний бік", one, before=6)
    if back.dispatch:
        _add(whole, "Зворотний бік", back.dispatch, before=20)
    for place, line in enumerate(back.preparer):
        _add(whole, "Виконавець", line, before=0 if place else 60)


def _signed(whole: Any, style: str, one: Named, *, before: int) -> None:
    """The post in short lines, the name at the tab of the last one (7.7)."""
    lines = [row for line in one.lines for row in textwrap.wrap(line, LETTERS[style])] or [""]
    for place, line in enumerate(lines):
        paragraph = _add(whole, style, line, before=0 if place else before, after=0)
        paragraph.paragraph_format.keep_with_next = place < len(lines) - 1
    day = f" ({one.day})" if one.day else ""
    name = paragraph.add_run(f"\t{one.name.replace(' ', NO_BREAK)}{day}")
    if style == "Підпис" and len(one.name) > LONG_NAME:
        name.font.size = Pt(12)


def _sheet(whole: Any) -> None:
    """A new sheet whose first page bears no number."""
    section = whole.add_section(WD_SECTION.NEW_PAGE)
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.append(numbering)  # noqa: SLF001 python-docx starts no numbers anew
