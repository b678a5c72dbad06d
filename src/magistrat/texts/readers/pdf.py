"""PDF: the text that it carries, page by page; what has none is left to recognition."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from magistrat.texts.readers import letters, limits, trouble

# A page with so many letters of its own is a text, whatever pictures stand beside.
ENOUGH_LETTERS = 200
# A picture that takes this part of the page is the page.
MOST_PICTURE = 0.3
ASKS_PASSWORD = 4
# pdfium tells places in whole dots: of so many across and down.
FINE = 1_000_000


def opened(path: str) -> pypdfium2.PdfDocument:
    """The PDF, open.

    :raises Unreadable: encrypted, broken, without pages or with too many.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        asks = getattr(error, "err_code", None) == ASKS_PASSWORD or "assword" in str(error)
        raise trouble.Unreadable(trouble.ENCRYPTED if asks else trouble.BROKEN) from error
    if not len(document):
        raise trouble.Unreadable(trouble.BROKEN)
    if len(document) > limits.MOST_PAGES:
        raise trouble.Unreadable(f"У файлі {len(document)} сторінок: більше за дозволені {limits.MOST_PAGES}.")
    return document


def read(path: str) -> dict[str, Any]:
    """All pages: the text of each, None for those that have to be recognised."""
    with opened(path) as document:
        return {"pages": letters.bounded([_page(document, number) for number in range(len(document))])}


def _page(document: pypdfium2.PdfDocument, number: int) -> str | None:
    try:
        page = document[number]
        text = letters.tidy(page.get_textpage().get_text_bounded())
        return text if _is_usable(page, text) else None
    except pypdfium2.PdfiumError:
        # Recognition will try to draw it and say why it cannot.
        return None


def _is_usable(page: pypdfium2.PdfPage, text: str) -> bool:
    if text and not letters.are_sensible(text):
        return False
    if letters.count(text) >= ENOUGH_LETTERS:
        return True
    pictures, drawings = 0.0, 0
    width, height = page.get_size()
    for item in page.get_objects(max_depth=3):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            pictures += max(right - left, 0) * max(top - bottom, 0)
        elif item.type in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING}:
            drawings += 1
    if pictures > MOST_PICTURE * width * height:
        return False
    # Letters drawn as curves: a page of many drawings without a word.
    return bool(text) or drawings < ENOUGH_LETTERS


def words(path: str, *, page: int) -> list[list[Any]]:
    """The page's own words with their places in thousandths of its width and height: left, top, width, height, word.

    :raises Unreadable: no such page.
    """
    with opened(path) as document:
        if not 0 < page <= len(document):
            raise trouble.Unreadable(f"У файлі немає сторінки {page}.")
        sheet = document[page - 1]
        return list(_words(sheet, sheet.get_textpage()))


def _words(sheet: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Iterator[list[Any]]:
    whole = text.get_text_range()
    for match in re.finditer(r"\S+", whole[: limits.MOST_LETTERS_PAGE]):
        boxes = [text.get_charbox(place) for place in range(match.start(), match.end()) if place < text.count_chars()]
        boxes = [box for box in boxes if box[2] > box[0]]
        if boxes:
            yield [*_place(sheet, boxes), match[0]]


def _place(sheet: pypdfium2.PdfPage, boxes: list[tuple[float, float, float, float]]) -> list[float]:
    """Where the letters are seen: the page may be turned, and begin elsewhere than in the corner."""
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    corners = [_seen(sheet, left, bottom), _seen(sheet, right, top)]
    (x0, x1), (y0, y1) = sorted(corner[0] for corner in corners), sorted(corner[1] for corner in corners)
    return [round(x0, 1), round(y0, 1), round(x1 - x0, 1), round(y1 - y0, 1)]


def _seen(sheet: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(sheet.raw, 0, 0, FINE, FINE, 0, x, y, across, down)
    return across.value * 1000 / FINE, down.value * 1000 / FINE
