"""A passage cut round the words that were found, with these marked; plain pieces that a template escapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from magistrat.documents import lemmas, writing
from magistrat.documents.lemmas import Group

# Letters of a passage, and how many of them stand before the first word that was found.
LENGTH, BEFORE = 300, 80


@dataclass(frozen=True)
class Piece:
    """A piece of a text; `is_marked` when it is a word that was found."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    group: int


def whole(text: str, groups: Sequence[Group]) -> list[Piece]:
    """All the text with its words marked."""
    return _pieces(text, 0, len(text), _hits(text, groups))


def cut(text: str, groups: Sequence[Group]) -> list[Piece]:
    """The part of the text in which most of the words stand, with these marked; nothing where none stands."""
    hits = _hits(text, groups)
    if not hits:
        return []
    begin = _densest(hits)
    start = _word_before(text, max(0, begin - BEFORE))
    end = _word_after(text, min(len(text), start + LENGTH))
    pieces = _pieces(text, start, end, hits)
    return [*([Piece("… ")] if start else []), *pieces, *([Piece(" …")] if end < len(text) else [])]


def _hits(text: str, groups: Sequence[Group]) -> list[_Hit]:
    wanted = [group.lexemes for group in groups]
    found = []
    tokens = list(writing.tokens(text))
    for place, token in enumerate(tokens):
        for number, lexemes in enumerate(wanted):
            if token.whole and not lexemes.isdisjoint(lemmas.whole_lexemes_of(token)):
                found.append(_Hit(token.start, tokens[min(place + token.parts, len(tokens)) - 1].end, number))
            elif not lexemes.isdisjoint(lemmas.lemmas_of(token.word)):
                found.append(_Hit(token.start, token.end, number))
    return found


def _densest(hits: Sequence[_Hit]) -> int:
    """Where the part with most different words, then with most words, begins."""
    best, begin, last = (0, 0), hits[0].start, 0
    for first, hit in enumerate(hits):
        last = max(last, first)
        while last < len(hits) and hits[last].end <= hit.start + LENGTH - BEFORE:
            last += 1
        inside = hits[first:last]
        worth = (len({one.group for one in inside}), len(inside))
        if worth > best:
            best, begin = worth, hit.start
    return begin


def _pieces(text: str, start: int, end: int, hits: Sequence[_Hit]) -> list[Piece]:
    pieces, at = [], start
    for hit in hits:
        if hit.start < at or hit.end > end:
            continue
        if hit.start > at:
            pieces.append(Piece(_tidy(text[at : hit.start])))
        pieces.append(Piece(text[hit.start : hit.end], is_marked=True))
        at = hit.end
    if at < end:
        pieces.append(Piece(_tidy(text[at:end])))
    return pieces


def _tidy(text: str) -> str:
    """White space as it is read: one space, kept at the ends."""
    inner = " ".join(text.split())
    return (" " if text[:1].isspace() and inner else "") + inner + (" " if text[-1:].isspace() else "")


def _word_before(text: str, at: int) -> int:
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at


def _word_after(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return at
