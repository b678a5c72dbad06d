"""What tesseract reads wrongly again and again, mended by a table."""

from __future__ import annotations

import re

_UK = "а-щьюяєіїґА-ЩЬЮЯЄІЇҐ"
_LATIN, _CYRILLIC = "aceiopxyABCEHIKMOPTXi", "асеіорхуАВСЕНІКМОРТХі"
_ALIKE = str.maketrans(_LATIN, _CYRILLIC)
_SAME_WORD = re.compile(rf"[{_UK}{_LATIN}'’ʼ-]{{2,}}")
_OWN = re.compile("[б-дж-щьюяєїґБГДЖЗЙЛП-РУФЦ-ЩЬЮЯЄЇҐ]")

# (what is read, what stands on the paper). The order counts.
TABLE: tuple[tuple[re.Pattern[str], str], ...] = (
    # «№» before a number
    (re.compile(r"(?<!\w)(?:М[оoеe2]|M[оoеe2]|N[оoеe°º]|Ло|№[оеoe])[.,]?\s+(?=[\d(])"), "№ "),
    (re.compile(r"(?<!\w)(?:М[оoеe]|M[оoеe]|N[оoеe°º])(?=\d)"), "№"),
    # «Не» is a word and «Ж» a letter of their own: only before an index with its strokes
    (re.compile(r"(?<!\w)(?:Не|Нє|Мє|Ж|Ж2|Хо|Хе)\s+(?=\d+[\w.]*[/\-–]\d)"), "№ "),
    # digits
    (re.compile(r"(?<=\d)[ОоOo](?=[\d.,/])|(?<=[\d.,/])[ОоOo](?=\d)"), "0"),
    (re.compile(r"(?<=\d)[lІI|!](?=\d)"), "1"),
    (re.compile(r"(?<=\d)[Зз](?=\d)"), "3"),
    (re.compile(r"(?<=\d)[б](?=\d)"), "6"),
    # letters
    (re.compile(rf"(?<=[{_UK}])[1|!l](?=[{_UK}])"), "і"),
    (re.compile(rf"(?<=[{_UK}])0(?=[{_UK}])"), "о"),
    (re.compile(r"""(?<=[бпвмфргкджзшчтнлсБПВМФРГКДЖЗШЧТНЛС])["“”*`´‘«»](?=[яюєїЯЮЄЇ])"""), "’"),
)


def mend(line: str) -> str:
    """The line with what is surely misread put right; the same line when nothing is."""
    for wrong, right in TABLE:
        line = wrong.sub(right, line)
    return _SAME_WORD.sub(_one_alphabet, line)


def _one_alphabet(word: re.Match[str]) -> str:
    """A Ukrainian word with Latin letters of the same look, in Ukrainian letters."""
    text = word[0]
    return text.translate(_ALIKE) if _OWN.search(text) else text
