"""What is a text and what is dirt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from magistrat.texts.readers import limits

_DIRT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile(r"[ \t\u00a0]+")
_LINES = re.compile(r"\n{3,}")
# Cyrillic read by the table of another alphabet («Ïðî çàòâåðäæåííÿ»), and letters without a meaning.
_WRONG = re.compile(r"[\u00c0-\u00ff\ue000-\uf8ff\ufffd]")
MOST_WRONG = 0.15
# pdfium's mark of a hyphen at a line's end: the word goes on in the next line.
_BROKEN_WORD = re.compile("[\ufffe\u0002]\\s*")
# A hyphen at the end of a line between small letters.
_HYPHEN = re.compile("(?<=[а-яіїєґ])[-\u00ac\u2010]\n(?=[а-яіїєґ])")


def tidy(text: str) -> str:
    """The text without control characters, with single spaces and at most one empty line between lines."""
    text = _BROKEN_WORD.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u00ad", "")
    lines = (_SPACES.sub(" ", line).strip() for line in _DIRT.sub("", text).split("\n"))
    text = _HYPHEN.sub("", "\n".join(lines))
    return _LINES.sub("\n\n", text).strip()[: limits.MOST_LETTERS_PAGE]


def count(text: str) -> int:
    """How many letters and digits it has."""
    return sum(letter.isalnum() for letter in text)


def are_sensible(text: str) -> bool:
    """Whether most letters are what they say: not another alphabet's table, not private signs."""
    return len(_WRONG.findall(text)) <= MOST_WRONG * max(count(text), 1)


def bounded(pages: Sequence[str | None]) -> list[str | None]:
    """The pages, cut where the content's whole text passes its bound."""
    left = limits.MOST_LETTERS
    result: list[str | None] = []
    for text in pages:
        result.append(None if text is None else text[:left])
        left -= len(text or "")
        left = max(left, 0)
    return result
