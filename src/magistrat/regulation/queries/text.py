"""The regulation's own text: its parts (chapters, annexes), its clauses with their addresses, and what stands where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from magistrat.regulation import display, models
from magistrat.regulation.queries.editions import fingerprint_of, rules_of_text
from magistrat.rules import clauses
from magistrat.rules.clauses import Clause
from magistrat.rules.edition import Edition, Entry

PREFACE = "vstup"
SOURCE = "regulation.txt"


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter, an annex, or what stands before them; `key` is its address."""

    key: str
    name: str
    title: str
    clauses: tuple[Clause, ...]

    @property
    def heading(self) -> str:
        """«4. Підготовка та проведення засідань», «Додаток 15. Інструкція…»."""
        return ". ".join(filter(None, (self.name, self.title)))


@dataclass(frozen=True, slots=True)
class Text:
    """The text of an edition cut at its clauses; where a number is printed twice both places are kept."""

    source: str
    clauses: tuple[Clause, ...]
    parts: tuple[Part, ...]
    entries: Mapping[str, tuple[Entry, ...]]
    homeless: tuple[Entry, ...]
    known: frozenset[str]

    def at(self, address: str) -> tuple[Clause, ...]:
        """The clauses of an address (`8.12`, `7.3-1`, `A15-4.1`, «додаток 15, п. 4.1»); several where it is printed twice."""
        return clauses.find(self.clauses, address)

    def whole(self, address: str) -> tuple[Clause, ...]:
        """The clauses of an address with those into which they are divided."""
        found = [one for clause in self.at(address) for one in clauses.whole(self.clauses, clause)]
        return tuple(dict.fromkeys(found))

    def part(self, key: str) -> Part | None:
        """The part of an address."""
        return next((part for part in self.parts if part.key == key), None)

    def part_of(self, clause: Clause) -> Part:
        """The part in which the clause stands."""
        return next(part for part in self.parts if clause in part.clauses)

    def is_preface(self, clause: Clause) -> bool:
        """Whether it stands before the first chapter: the decision by which the regulation was adopted."""
        return self.parts[0].key == PREFACE and clause in self.parts[0].clauses

    def blocks(self, clause: Clause) -> tuple[display.Block, ...]:
        """The clause as people read it; before the first chapter with the numbers of its points."""
        text = self.source[clause.start : clause.end] if self.is_preface(clause) else clause.text
        return display.blocks(text, is_form=bool(clause.annex and not clause.number), known=self.known)


def text_of(edition_id: int) -> Text:
    """The text of an adopted edition; at most one statement, one more when this process has not read it yet.

    :raises Edition.DoesNotExist: when the city has not adopted it.
    """
    return text_of_files(fingerprint_of(edition_id))


@lru_cache(maxsize=8)
def text_of_files(sha256: str) -> Text:
    """The text among the files with this hash; one statement when this process has not read it yet."""
    files = models.Edition.objects.filter(sha256=sha256).values_list("files", flat=True)[0]
    return cut(files.get(SOURCE, ""), rules_of_text(sha256))


def cut(source: str, rules: Edition) -> Text:
    """The text with the entries of its edition at their clauses."""
    found = clauses.split(source, rules.annexes)
    by_id = {clause.id: clause for clause in reversed(found)}
    by_print = {clause.printed: clause for clause in reversed(found)}
    entries: dict[str, list[Entry]] = defaultdict(list)
    homeless = []
    for entry in rules.entries:
        place = by_id.get(clauses.base(entry.id)) or by_print.get(entry.clause)
        if place is None:
            homeless.append(entry)
        else:
            entries[place.id].append(entry)
    at_places = {key: tuple(rows) for key, rows in entries.items()}
    return Text(source, found, _parts(found), at_places, tuple(homeless), display.words_of(source))


def _parts(found: tuple[Clause, ...]) -> tuple[Part, ...]:
    groups: dict[str, list[Clause]] = {}
    is_begun = False
    for clause in found:
        is_begun = is_begun or "." in clause.number
        if clause.annex:
            key = f"dodatok-{clause.annex}"
        else:
            key = clause.chapter if is_begun or (PREFACE not in groups and clause.chapter) else PREFACE
        groups.setdefault(key, []).append(clause)
    return tuple(_part(key, tuple(rows)) for key, rows in groups.items())


def _part(key: str, rows: tuple[Clause, ...]) -> Part:
    first = rows[0]
    if key == PREFACE:
        return Part(key, "", "Вступна частина", rows)
    if first.annex:
        return Part(key, f"Додаток {first.annex}", display.line(first.annex_title), rows)
    title = next(filter(None, (row.chapter_title for row in rows)), "")
    return Part(key, first.chapter if title else f"Розділ {first.chapter}", display.line(title), rows)
