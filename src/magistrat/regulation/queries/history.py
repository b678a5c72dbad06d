"""How a clause changed from edition to edition: its words and what the system does by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise

from magistrat.regulation import models
from magistrat.regulation.queries.differences import Difference, differences
from magistrat.regulation.queries.editions import rules_of
from magistrat.regulation.queries.text import Text, text_of


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the clause: `kind` is `same`, `gone` or `new`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What an edition changed in the clause, against the one before it; `words` is empty when the text is the same."""

    since: date
    words: tuple[Piece, ...]
    entries: tuple[Difference, ...]


def of_clause(address: str, adopted: Sequence[models.Edition]) -> list[Change]:
    """Changes of a clause, newest first; editions as `editions()` gives them, at most two statements for each new one."""
    found = []
    for newer, older in pairwise(adopted):
        texts = text_of(newer.pk), text_of(older.pk)
        said = [_said(text, address) for text in texts]
        printed = {clause.printed for text in texts for clause in text.whole(address)}
        changed = [one for one in differences(rules_of(older.pk), rules_of(newer.pk)) if one.clause in printed]
        words = tuple(_compared(said[1], said[0])) if said[0] != said[1] else ()
        if words or changed:
            found.append(Change(newer.in_force_from, words, tuple(changed)))
    return found


def _said(text: Text, address: str) -> list[str]:
    blocks = (block for clause in text.whole(address) for block in text.blocks(clause))
    return " ".join(part for block in blocks for part in (block.text, *(" ".join(row) for row in block.rows))).split()


def _compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    for kind, start, end, begin, finish in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", " ".join(old[start:end]))
            continue
        if start < end:
            yield Piece("gone", " ".join(old[start:end]))
        if begin < finish:
            yield Piece("new", " ".join(new[begin:finish]))
