"""What every paper made as DOCX shares: the sheet, its styles, the page's number (ДСТУ 4163:2020)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
TEXT_WIDTH, LINE, PARAGRAPH = 170, 73, 10
# Style: points, alignment, millimetres of left and right indent and of the first line, points before and after.
Style = tuple[int, Any, float, float, float, int, int]


def page(document: Any, *, title: str, author: str, at: datetime) -> Any:
    """The sheet of 6.2 with the number on every page but the first; its first section."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(10)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.header_distance, section.footer_distance = Mm(10), Mm(4)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    field(number, "PAGE")
    about = document.core_properties
    about.title, about.author, about.comments, about.language = plain(title)[:255], plain(author), "", "uk-UA"
    about.created = about.modified = at.replace(tzinfo=None)
    return section


def styles(document: Any, table: Mapping[str, Style], tabs: Mapping[str, float]) -> None:
    """Ukrainian text of 14 points, and a paragraph style for each requisite with its tab in millimetres."""
    normal = document.styles["Normal"]
    font(normal, 14)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(0), 1
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "uk-UA")
    normal.element.get_or_add_rPr().append(language)
    for name, (points, align, left, right, first, before, after) in table.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.quick_style = normal, True
        font(style, points)
        shape = style.paragraph_format
        shape.alignment, shape.left_indent, shape.right_indent = align, Mm(left), Mm(right)
        shape.first_line_indent, shape.space_before, shape.space_after = Mm(first), Pt(before), Pt(after)
        shape.widow_control = True
        if name in tabs:
            shape.tab_stops.add_tab_stop(Mm(tabs[name]))


def font(style: Any, points: int) -> None:
    """The standard's font in this size, for every script."""
    style.font.name, style.font.size = FONT, Pt(points)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)


def plain(text: str) -> str:
    """The text without control characters, which the format cannot hold; tabs stay."""
    return "".join(one for one in text if one == "\t" or unicodedata.category(one) not in ("Cc", "Cs"))


def field(paragraph: Any, code: str) -> None:
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
