"""A pile of scanned letters in one PDF, taken apart at the sheets that bear our separator's code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from magistrat.texts.readers import limits
from magistrat.texts.readers.trouble import BROKEN, ENCRYPTED, Unreadable

CODE = "MAGISTRAT-SEPARATOR-1"
# 100 dots an inch: the sheet's codes are large, and a pile of two hundred pages takes seconds.
SCALE = 100 / 72
# The back of a separator that was scanned too: not even a page's number is darker than paper. In doubt a page stays.
DARK, MOST_DARK = 128, 15
MOST_PAGES_OF_PILE = 1000


def read(path: str, into: str) -> dict[str, Any]:
    """The letters of the pile as PDF files in the folder; a pile without separators is one letter as it came.

    :raises Unreadable: broken, encrypted, too many pages, or nothing but separators.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as pile:
            if len(pile) > MOST_PAGES_OF_PILE:
                raise Unreadable(f"У файлі понад {MOST_PAGES_OF_PILE} сторінок.")
            letters, separators = _letters(pile)
    except pypdfium2.PdfiumError as trouble:
        raise Unreadable(ENCRYPTED if "assword" in str(trouble) else BROKEN) from None
    if not separators:
        return {"parts": [{"path": path, "pages": sum(map(len, letters))}], "separators": 0}
    if not letters:
        raise Unreadable("У файлі лише аркуші-роздільники.")
    return {"parts": _written(path, into, letters), "separators": separators}


def _letters(pile: Any) -> tuple[list[list[int]], int]:
    """Numbers of pages of each letter (from 0), and how many separators there were."""
    letters: list[list[int]] = [[]]
    separators, after_separator = 0, False
    for number in range(len(pile)):
        page = pile[number]
        picture = page.render(scale=_scale(page), grayscale=True).to_pil()
        if _is_separator(picture):
            separators += 1
            letters.append([])
            after_separator = True
        elif after_separator and _is_blank(picture):
            after_separator = False
        else:
            letters[-1].append(number)
            after_separator = False
        page.close()
    return [letter for letter in letters if letter], separators


def _scale(page: Any) -> float:
    area = max(1.0, page.get_width() * page.get_height())
    return float(min(SCALE, (limits.RENDERED_PIXELS / area) ** 0.5))


def _is_separator(picture: Any) -> bool:
    import zxingcpp

    return any(code.text == CODE for code in zxingcpp.read_barcodes(picture))


def _is_blank(picture: Any) -> bool:
    return bool(sum(picture.histogram()[:DARK]) <= MOST_DARK)


def _written(path: str, into: str, letters: list[list[int]]) -> list[dict[str, Any]]:
    import pikepdf

    parts = []
    with pikepdf.open(path) as pile:
        for number, pages in enumerate(letters, 1):
            place = Path(into) / f"{number}.pdf"
            with pikepdf.new() as whole:
                whole.pages.extend(pile.pages[page] for page in pages)
                # No random identifier: the same pile gives the same letters.
                whole.save(place, deterministic_id=True)
            parts.append({"path": str(place), "pages": len(pages)})
    return parts
