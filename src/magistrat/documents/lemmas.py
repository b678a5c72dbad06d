"""Words in any form: what is stored for search and what is asked of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

import pymorphy3

APOSTROPHES = str.maketrans(dict.fromkeys("'’ʼ‘`´ʹۥ", "'"))
WORD = re.compile(r"[\w']+", re.UNICODE)


@cache
def _analyser() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="uk")


def folded(text: str) -> str:
    """The text in small letters, with one kind of apostrophe and single spaces: for comparing and trigrams."""
    return " ".join(text.lower().translate(APOSTROPHES).split())


@lru_cache(maxsize=100_000)
def lemmas_of(word: str) -> tuple[str, ...]:
    """All first forms that the folded word may have (without context one cannot choose)."""
    return tuple(sorted({form.normal_form.replace("'", "ʼ") for form in _analyser().parse(word)}))


def words(text: str) -> list[str]:
    """The folded words of the text, numbers included."""
    return [word.strip("'") for word in WORD.findall(folded(text)) if word.strip("'")]


def vector(texts: Iterable[str]) -> str:
    """The texts' lemmas as a PostgreSQL `tsvector` literal."""
    found: set[str] = set()
    for text in texts:
        for word in words(text):
            found.update(lemmas_of(word))
    return " ".join(f"'{lemma}'" for lemma in sorted(found))


def query(text: str) -> str:
    """A `tsquery` literal that asks for all words of the text, each in any of its forms."""
    asked = [" | ".join(f"'{lemma}'" for lemma in lemmas_of(word)) for word in words(text)]
    return " & ".join(f"({forms})" for forms in asked)
