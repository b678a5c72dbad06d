"""The regulation's own text: its chapters and the paragraphs of a clause."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from magistrat.regulation import models

ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "І": 1, "Х": 10, "С": 100}
CLAUSE = re.compile(r"^[#*\s]*(\d{1,2}(?:\.\s?\d{1,2})+)\.?\s*(?=\D)")
HEADING = re.compile(r"^[#*\s]*РОЗДІЛ\s+([IVXLCІХС]+)\.?\s*(.+?)[*\s]*$")
NUMBERED = re.compile(r"^[#*\s]*(\d{1,2})\.\s*([А-ЯІЇЄҐ].{3,})$")
ANNEX = re.compile(r"^[#*\s]*Додаток\b")
# A heading that stands within a line is not seen; the next ones are.
SKIPPED = 3


@dataclass(frozen=True, slots=True)
class Text:
    """The text cut at its clauses; where a number is printed twice both places are kept."""

    chapters: Mapping[int, str]
    clauses: Mapping[str, tuple[str, ...]]

    def of(self, clause: str) -> tuple[str, ...]:
        """Paragraphs of the clause and of what it is divided into; empty when the text does not number it so."""
        own = self.clauses.get(clause, ())
        parts = (text for key, texts in self.clauses.items() if key.startswith(f"{clause}.") for text in texts)
        return (*own, *parts)

    def chapter(self, number: int) -> str:
        """The chapter's title, or its number alone."""
        title = self.chapters.get(number)
        return f"{number}. {title}" if title else f"Розділ {number}"


def text_of(edition_id: int) -> Text:
    """The text of an adopted edition; one statement, one more when this process has not read it yet."""
    return _read(models.Edition.objects.values_list("sha256", flat=True).get(pk=edition_id))


@lru_cache(maxsize=8)
def _read(sha256: str) -> Text:
    files = models.Edition.objects.filter(sha256=sha256).values_list("files", flat=True)[0]
    return cut(files.get("regulation.txt", ""))


def cut(text: str) -> Text:
    """Cut the text at its clauses and chapters."""
    chapters: dict[int, str] = {}
    clauses: dict[str, list[list[str]]] = {}
    paragraph: list[str] = []
    is_headed = "РОЗДІЛ" in text
    for line in text.splitlines():
        if ANNEX.match(line) and len(chapters) > 1:
            break
        if found := HEADING.match(line):
            chapters.setdefault(_number(found[1]), _plain(found[2]))
            paragraph = []
        elif found := CLAUSE.match(line):
            paragraph = [line]
            clauses.setdefault(found[1].replace(" ", ""), []).append(paragraph)
        elif (
            not is_headed
            and (found := NUMBERED.match(line))
            and 0 < int(found[1]) - max(chapters, default=0) <= SKIPPED
        ):
            chapters[int(found[1])] = _plain(found[2])
            paragraph = []
        elif line.strip():
            paragraph.append(line)
    joined = {key: tuple(_plain(" ".join(lines)) for lines in places) for key, places in clauses.items()}
    return Text(chapters, joined)


def _number(roman: str) -> int:
    values = [ROMAN[letter] for letter in roman]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _plain(text: str) -> str:
    """Without the marks that scanning left."""
    return re.sub(r"\s+", " ", re.sub(r"[*#]+", "", text)).strip(" ,")
