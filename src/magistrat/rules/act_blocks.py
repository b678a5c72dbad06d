"""An act as paragraphs and tables, one after another: what a DOCX gives to be recognised, and what a text is written out as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from magistrat.rules import act_text
from magistrat.rules.act_text import ActText, Annex, Point, Titles


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table when it has rows.

    :param is_heading: bold or italic as a whole, or centred: titles look so.
    :param label: what automatic numbering prints before the paragraph, «1.1»; figures typed by hand stand in the text.
    """

    text: str = ""
    is_heading: bool = False
    label: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(text: ActText, titles: Titles) -> Iterator[Block]:
    """The text written out in full; `act_recognition.recognise` reads the same text from it.

    :param titles: posts as they are printed.
    """
    if text.title:
        yield Block(text.title, is_heading=True)
    yield from _paragraphs(text.stating)
    if text.ordering:
        yield Block(text.ordering)
    for point in act_text.walk(text.points):
        yield from _point(point, titles)
    for annex in text.annexes:
        yield from _annex(annex)
    if text.note:
        yield Block("Пояснювальна записка", is_heading=True)
        yield from _paragraphs(text.note)


def _paragraphs(words: str) -> Iterator[Block]:
    return (Block(line) for line in _lines(words))


def _lines(words: str) -> Iterable[str]:
    return (line.strip() for line in words.splitlines() if line.strip())


def _point(point: Point, titles: Titles) -> Iterator[Block]:
    first, *rest = _lines(act_text.sentence(point, titles)) or [""]
    yield Block(f"{point.label}. {first}")
    yield from (Block(line) for line in rest)


def _annex(annex: Annex) -> Iterator[Block]:
    yield Block(f"Додаток {annex.label}".strip())
    if annex.title:
        yield Block(annex.title, is_heading=True)
    yield from _paragraphs(annex.text)
    if annex.rows:
        yield Block(rows=annex.rows)
