"""PDF: the text that it carries, page by page; what has none is left to recognition."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from magistrat.texts.readers import letters, limits, trouble

# A page with so many letters of its own is a text, whatever pictures stand beside.
ENOUGH_LETTERS = 200
# A picture that takes this part of the page is the page.
MOST_PICTURE = 0.3
ASKS_PASSWORD = 4


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
