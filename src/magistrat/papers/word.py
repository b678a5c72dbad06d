"""A letter as DOCX to be edited: styles, real paragraphs and tabs, no text boxes (ДСТУ 4163:2020)."""

from __future__ import annotations

import io
import textwrap
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.shared import Mm, Pt

from magistrat.papers import codes
from magistrat.papers.docx_parts import LINE, PARAGRAPH, TEXT_WIDTH, Style, page, plain, styles
from magistrat.papers.sheets import Copy, Letter

ADDRESSEE, RESTRICTION, NAME = 90, 100, 125
# 7.6: 73 mm are 28 letters; a title of more than 150 goes to the right margin; a longer name is set smaller.
LINE_LETTERS, LONG_TITLE, LONG_NAME = 28, 150, 16
BY_LIST = "Адресатам за списком"
STYLES: dict[str, Style] = {
    "Бланк": (12, ALIGN.CENTER, 0, 0, 0, 0, 3),
    "Бланк основний": (14, ALIGN.CENTER, 0, 0, 0, 0, 3),
    "Довідкові дані": (9, ALIGN.CENTER, 0, 0, 0, 0, 0),
    "Дата та індекс": (12, ALIGN.LEFT, 0, 0, 0, 22, 21),
    "Гриф обмеження доступу": (14, ALIGN.LEFT, RESTRICTION, 0, 0, 0, 8),
    "Адресат": (14, ALIGN.LEFT, ADDRESSEE, TEXT_WIDTH - ADDRESSEE - LINE, 0, 0, 7),
    "Заголовок до тексту": (14, ALIGN.LEFT, 0, TEXT_WIDTH - LINE, 0, 22, 14),
    "Звертання": (14, ALIGN.CENTER, 0, 0, 0, 0, 11),
    "Текст листа": (14, ALIGN.JUSTIFY, 0, 0, PARAGRAPH, 0, 1),
    "Додатки": (14, ALIGN.LEFT, 0, 0, 0, 0, 0),
    "Підпис": (14, ALIGN.LEFT, 0, 0, 0, 0, 0),
    "Виконавець": (10, ALIGN.LEFT, 0, 0, 0, 0, 0),
}
TABS = {"Дата та індекс": ADDRESSEE, "Підпис": NAME}


def letter_docx(letter: Letter, *, at: datetime) -> bytes:
    """The letter and, where there is one, the list of its addressees on a separate sheet.

    A letter by list is written once, «Адресатам за списком»: copies with one addressee each are printed (DR 11.7).
    """
    whole = Document()
    section = page(whole, title=letter.heading, author=letter.name, at=at)
    if letter.code is not None:
        _code(section.first_page_footer.paragraphs[0], letter)
    styles(whole, STYLES, TABS)
    whole.styles["Бланк основний"].font.bold = True
    own = [copy for copy in letter.copies if not copy.is_list]
    _write(whole, letter, own[0], is_by_list=any(copy.is_list for copy in letter.copies))
    for copy in letter.copies:
        if copy.is_list:
            _list(whole, letter, copy)
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()


def _write(document: Any, letter: Letter, copy: Copy, *, is_by_list: bool) -> None:
    def add(style: str, text: str, before: int | None = None) -> Any:
        paragraph = document.add_paragraph(plain(text), style=style)
        if before is not None:
            paragraph.paragraph_format.space_before = Pt(before)
        return paragraph

    _head(add, letter, copy)
    for place, one in enumerate([(BY_LIST,)] if is_by_list else copy.addressees):
        for row, line in enumerate(one):
            add("Адресат", line, 11 if place and not row else None)
    _text(add, letter)
    _annexes(add, letter)
    _signature(add, letter)
    for place, line in enumerate(letter.executor):
        add("Виконавець", line, 0 if place else 40)


def _head(add: Any, letter: Letter, copy: Copy) -> None:
    for place, line in enumerate(letter.blank.lines):
        add("Бланк основний" if place == letter.blank.main else "Бланк", line, 0 if place else 9)
    for line in letter.blank.reference:
        add("Довідкові дані", line)
    add("Дата та індекс", f"{copy.number}\t{letter.answer}".rstrip())
    for line in letter.restriction:
        add("Гриф обмеження доступу", line)


def _text(add: Any, letter: Letter) -> None:
    heading = add("Заголовок до тексту", letter.heading)
    if len(letter.heading) > LONG_TITLE:
        heading.paragraph_format.right_indent = Mm(0)
    if letter.greeting:
        add("Звертання", letter.greeting)
    for place, part in enumerate(letter.paragraphs):
        add("Текст листа", part).paragraph_format.keep_with_next = place == len(letter.paragraphs) - 1


def _annexes(add: Any, letter: Letter) -> None:
    for place, line in enumerate(letter.annexes):
        text = line if place else f"{letter.annexes_word}: {line}"
        add("Додатки", text, 0 if place else 17).paragraph_format.keep_with_next = True


def _signature(add: Any, letter: Letter) -> None:
    """The post in lines of at most 73 mm, the name at the tab of the last one (7.7)."""
    lines = [row for line in letter.signature for row in textwrap.wrap(line, LINE_LETTERS)] or [""]
    for place, line in enumerate(lines):
        paragraph = add("Підпис", line, 0 if place else 34)
        paragraph.paragraph_format.keep_with_next = True
    name = paragraph.add_run(f"\t{letter.name}")
    if len(letter.name) > LONG_NAME:
        name.font.size = Pt(12)


def _list(document: Any, letter: Letter, copy: Copy) -> None:
    heading = document.add_paragraph(style="Звертання")
    heading.add_run().add_break(WD_BREAK.PAGE)
    heading.add_run(letter.list_heading)
    for number, one in enumerate(copy.addressees, 1):
        line = document.add_paragraph(plain(f"{number}. {', '.join(one)}"))
        line.paragraph_format.space_after = Pt(7)


def _code(paragraph: Any, letter: Letter) -> None:
    assert letter.code is not None
    paragraph.alignment = ALIGN.CENTER
    paragraph.add_run().add_picture(io.BytesIO(codes.linear_png(letter.code.linear)), Mm(45), Mm(8.5))
    paragraph.add_run("  ")
    paragraph.add_run().add_picture(io.BytesIO(codes.square_png(letter.code.square)), Mm(13), Mm(13))
