"""Questions put to the search over the laws: whether the right one is found, and at which place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from magistrat.documents.queries import hits, lists
from magistrat.journal.actor import Actor

HERE = Path(__file__).parent
LOOKED_THROUGH = 100
# Each letter has its twin in the other alphabet.
TWINS = str.maketrans("асеіорхуАВСЕНІКМОРТХ", "aceiopxyABCEHIKMOPTX")
APOSTROPHES = "'’ʼ`″′"


@dataclass(frozen=True)
class Pair:
    kind: str
    law: str
    question: str


def pairs() -> list[Pair]:
    """All questions, written as their kind says."""
    found = []
    for line in (HERE / "pairs.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, law, question = line.split("\t")
            found.append(Pair(kind, law, _written(kind, question, len(found))))
    return found


def _written(kind: str, question: str, number: int) -> str:
    if kind == "apostrophe":
        return question.replace("'", APOSTROPHES[number % len(APOSTROPHES)])
    if kind == "lookalike":
        # Every other letter that has a twin: words of both alphabets.
        twinned, seen = [], 0
        for letter in question:
            seen += letter.translate(TWINS) != letter
            twinned.append(letter.translate(TWINS) if seen % 2 else letter)
        return "".join(twinned)
    return question


def place(actor: Actor, pair: Pair, order: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """At which place the right law stands; 0 when it is not among the first hundred."""
    with monkeypatch.context() as patch:
        patch.setattr(hits, "SIZE", LOOKED_THROUGH)
        patch.setattr(hits, "_put_passages", lambda *_: None)
        filters = lists.Filters(text=pair.question)
        found = hits.find(actor=actor, filters=filters, on=date(2026, 3, 10), order=order)
    laws = [document.first_party[0].their_index for document in found.page.rows if document.first_party]
    return laws.index(pair.law) + 1 if pair.law in laws else 0


@dataclass
class Figures:
    asked: int = 0
    found: int = 0
    first: int = 0
    in_ten: int = 0
    worth: float = 0.0

    def add(self, at: int) -> None:
        self.asked += 1
        self.found += at > 0
        self.first += at == 1
        self.in_ten += 0 < at <= 10
        self.worth += 1 / at if at else 0

    def __str__(self) -> str:
        return (
            f"recall {self.found}/{self.asked} ({self.found / self.asked:.0%}), first {self.first}, in ten {self.in_ten}, "
            f"mean reciprocal place {self.worth / self.asked:.2f}"
        )


def ask(actor: Actor, asked: list[Pair], monkeypatch: pytest.MonkeyPatch) -> tuple[Figures, list[str]]:
    """Ask all, print recall and places by kind and order; the best order's figures and what was not found."""
    missed, whole = [], Figures()
    by_kind: dict[tuple[str, str], Figures] = defaultdict(Figures)
    for pair in asked:
        for order in (hits.NEWEST, hits.BEST):
            at = place(actor, pair, order, monkeypatch)
            by_kind[pair.kind, order].add(at)
            if order == hits.BEST:
                whole.add(at)
                if not at:
                    missed.append(f"{pair.kind}: {pair.question} ({pair.law})")
    for (kind, order), figures in sorted(by_kind.items()):
        print(f"{kind:10} {order:4} {figures}")
    print(f"{'all':10} best {whole}")
    for line in missed:
        print("not found:", line)
    return whole, missed
