"""Where something begins in a regulation's text: its chapters, its annexes, its numbered clauses."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# A roman numeral is often printed with letters of the Ukrainian alphabet that look the same.
ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "І": 1, "Х": 10, "С": 100}
_MARKS = r"^[#*\- \t\xa0]*"
_NUMBER = r"(?P<number>[1-9]\d?(?:\.\s?[1-9]\d?)+)"
_CLAUSE = re.compile(rf"{_MARKS}{_NUMBER}\.?[^\S\n]*(?=[^\s\d])", re.MULTILINE)
# A clause that stands within a line comes after the end of a sentence and begins with a capital letter.
_CITES = r"(?<!\bп\.)(?<!\bпп\.)(?<!\bст\.)(?<!\bч\.)"
_WITHIN = re.compile(rf"(?<=[.;:]){_CITES}[^\S\n]*(?<!\d\.){_NUMBER}\.[^\S\n]*(?=[А-ЯІЇЄҐ])")
_CHAPTER = re.compile(
    rf"{_MARKS}розділ[^\S\n]+(?P<roman>[IVXLCІХС]+)\.[^\S\n]*(?P<title>\S[^\n]*(?:\n(?![#*\- ]*\d)[^\n]+)*)",
    re.IGNORECASE | re.MULTILINE,
)
_HEADING = re.compile(rf"{_MARKS}(?P<number>[1-9]\d?)\.[^\S\n]*(?P<title>[А-ЯІЇЄҐ][^\n]+)", re.MULTILINE)
_HEADING_WITHIN = re.compile(rf"(?<=[^\d\s]\.){_CITES}[^\S\n]*(?P<number>[1-9]\d?)\.[^\S\n]*(?P<title>[А-ЯІЇЄҐ][^\n]+)")
_ANNEX = re.compile(rf"{_MARKS}додаток[^\S\n]+(?P<number>\d+)[*\s]*$", re.IGNORECASE | re.MULTILINE)
_SENTENCE_END = re.compile(r"\.(?=[^\S\n]+(?:[А-ЯІЇЄҐ]|\d+\.))")
# A heading that the text has lost is not seen; the next ones are.
_SKIPPED = 3


@dataclass(frozen=True, slots=True)
class Annex:
    """What the text does not say of an annex: the words with which it begins where its heading is lost, its title."""

    number: str
    begins: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place where something begins: ``what`` is clause, chapter or annex."""

    what: str
    start: int
    after: int
    number: str
    title: str = ""


def find(text: str, annexes: Iterable[Annex]) -> list[Mark]:
    """The places in the order of the text, such that numbers follow one another as they do in a regulation."""
    found = sorted(_found(text, annexes), key=lambda mark: (mark.start, mark.what != "annex"))
    return list(_accepted(text, found))


def _found(text: str, annexes: Iterable[Annex]) -> Iterator[Mark]:
    for annex in annexes:
        if annex.begins and (start := text.find(annex.begins)) >= 0:
            yield Mark("annex", start, start, annex.number)
    for match in _ANNEX.finditer(text):
        yield Mark("annex", match.start(), match.start(), match["number"])
    for pattern in (_CLAUSE, _WITHIN):
        for match in pattern.finditer(text):
            yield Mark("clause", match.start(), match.end(), re.sub(r"\s", "", match["number"]))
    for match in _CHAPTER.finditer(text):
        yield Mark("chapter", match.start(), match.end(), str(_roman(match["roman"])), plain(match["title"]))
    for pattern in (_HEADING, _HEADING_WITHIN):
        for match in pattern.finditer(text):
            # a clause or the chapter's preface may begin in the heading's own line
            inner = _SENTENCE_END.search(text, match.start("title"), match.end())
            end = inner.end() if inner else match.end()
            yield Mark("heading", match.start(), end, match["number"], plain(text[match.start("title") : end]))


def _accepted(text: str, marks: Sequence[Mark]) -> Iterator[Mark]:
    """Of the places where something may begin those that follow one another as numbers do."""
    headed = any(mark.what == "chapter" for mark in marks)
    annex, chapter, seen, reached = "", 0, set[str](), 0
    for place, mark in enumerate(marks):
        first = int(mark.number.split(".")[0])
        if mark.start < reached:
            continue
        if mark.what == "annex" and mark.number not in seen:
            seen.add(mark.number)
            annex, first = mark.number, 0
        elif not _follows(text, mark, marks[place + 1 :], annex, first - chapter, headed and chapter > 0):
            continue
        chapter, reached = first, mark.after
        yield mark


def _follows(text: str, mark: Mark, later: Sequence[Mark], annex: str, ahead: int, headed: bool) -> bool:
    """Whether a chapter, a heading or a clause may stand so many chapters after the one before it."""
    if mark.what == "chapter":
        return not annex
    if mark.what == "clause":
        return 0 <= ahead <= (1 if annex else 0 if headed else _SKIPPED)
    if annex:
        # in an annex a chapter is printed bold, and may have no numbers within
        return mark.what == "heading" and ahead == 1 and text[mark.start] in "#*"
    following = next((one for one in later if one.what == "clause" and one.start >= mark.after), None)
    first = following is not None and following.number == f"{mark.number}.1"
    return mark.what == "heading" and not headed and 0 < ahead <= _SKIPPED and first


def _roman(written: str) -> int:
    values = [ROMAN[letter] for letter in written.upper()]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def plain(text: str) -> str:
    """The text in one line, without the marks that scanning left."""
    return re.sub(r"\s+", " ", re.sub(r"[*#_\\]+", "", text)).strip(" ,.")
