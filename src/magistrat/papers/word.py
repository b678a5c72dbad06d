"""A letter as DOCX to be edited: styles, real paragraphs and tabs, no text boxes (ДСТУ 4163:2020)."""

from __future__ import annotations

import io
import textwrap
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from magistrat.papers import codes
from magistrat.papers.sheets import Copy, Letter

FONT = "Times New Roman"
TEXT_WIDTH, LINE, ADDRESSEE, RESTRICTION, NAME, PARAGRAPH = 170, 73, 90, 100, 125, 10
# 7.6: 73 mm are 28 letters; a title of more than 150 goes to the right margin; a longer name is set smaller.
LINE_LETTERS, LONG_TITLE, LONG_NAME = 28, 150, 16
BY_LIST = "Адресатам за списком"
# Style: points, alignment, millimetres of left and right indent and of the first line, points before and after.
STYLES: dict[str, tuple[int, Any, float, float, float, int, int]] = {
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
    _page(whole, letter, at)
    _styles(whole)
    own = [copy for copy in letter.copies if not copy.is_list]
    _write(whole, letter, own[0], is_by_list=any(copy.is_list for copy in letter.copies))
    for copy in letter.copies:
        if copy.is_list:
            _list(whole, letter, copy)
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()


def _page(document: Any, letter: Letter, at: datetime) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(10)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.header_distance, section.footer_distance = Mm(10), Mm(4)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    _field(number, "PAGE")
    if letter.code is not None:
        _code(section.first_page_footer.paragraphs[0], letter)
    about = document.core_properties
    about.title, about.author, about.comments, about.language = (
        _plain(letter.heading)[:255],
        _plain(letter.name),
        "",
        "uk-UA",
    )
    about.created = about.modified = at.replace(tzinfo=None)


def _styles(document: Any) -> None:
    normal = document.styles["Normal"]
    _font(normal, 14)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(0), 1
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "uk-UA")
    normal.element.get_or_add_rPr().append(language)
    for name, (points, align, left, right, first, before, after) in STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.quick_style = normal, True
        _font(style, points)
        shape = style.paragraph_format
        shape.alignment, shape.left_indent, shape.right_indent = align, Mm(left), Mm(right)
        shape.first_line_indent, shape.space_before, shape.space_after = Mm(first), Pt(before), Pt(after)
        shape.widow_control = True
        if name in TABS:
            shape.tab_stops.add_tab_stop(Mm(TABS[name]))
    document.styles["Бланк основний"].font.bold = True


def _font(style: Any, points: int) -> None:
    style.font.name, style.font.size = FONT, Pt(points)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)


def _write(document: Any, letter: Letter, copy: Copy, *, is_by_list: bool) -> None:
    def add(style: str, text: str, before: int | None = None) -> Any:
        paragraph = document.add_paragraph(_plain(text), style=style)
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


def _plain(text: str) -> str:
    """The text without control characters, which the format cannot hold; tabs stay."""
    return "".join(one for one in text if one == "\t" or unicodedata.category(one) not in ("Cc", "Cs"))


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
        line = document.add_paragraph(_plain(f"{number}. {', '.join(one)}"))
        line.paragraph_format.space_after = Pt(7)


def _code(paragraph: Any, letter: Letter) -> None:
    assert letter.code is not None
    paragraph.alignment = ALIGN.CENTER
    paragraph.add_run().add_picture(io.BytesIO(codes.linear_png(letter.code.linear)), Mm(45), Mm(8.5))
    paragraph.add_run("  ")
    paragraph.add_run().add_picture(io.BytesIO(codes.square_png(letter.code.square)), Mm(13), Mm(13))


def _field(paragraph: Any, code: str) -> None:
    """A field that the word processor fills in, as Word writes it."""
    parts: Sequence[tuple[str, dict[str, str], str]] = (
        ("w:fldChar", {"w:fldCharType": "begin"}, ""),
        ("w:instrText", {"xml:space": "preserve"}, f" {code} "),
        ("w:fldChar", {"w:fldCharType": "separate"}, ""),
        ("w:t", {}, "2"),
        ("w:fldChar", {"w:fldCharType": "end"}, ""),
    )
    for tag, attributes, text in parts:
        element = OxmlElement(tag)
        for name, value in attributes.items():
            element.set(qn(name), value)
        element.text = text or None
        run = paragraph.add_run()
        run.font.size = Pt(12)
        run._r.append(element)  # noqa: SLF001 python-docx writes no fields itself
