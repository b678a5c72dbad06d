"""An edition written out and read in again is equal, whatever its entries say."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from magistrat.rules import edition, writing
from magistrat.rules.edition import Edition
from magistrat.rules.form import freeze

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(
    head.parent for root in ("cities", "tests/cities_made_up") for head in (ROOT / root).glob("*/*/edition.toml")
)


def load(folder: Path) -> Edition:
    return edition.load({file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.toml")})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_city_comes_back_equal(folder: Path) -> None:
    before = load(folder)
    after = edition.load(writing.write(before))
    assert after.entries == before.entries
    assert Counter(after.grants) == Counter(before.grants)
    for name in ("city", "prefix", "title", "act", "in_force_from", "assumed", "note", "annexes", "chains", "matters"):
        assert getattr(after, name) == getattr(before, name)


MADE_UP = load(next(folder for folder in FOLDERS if folder.parent.name == "verbivka"))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.integers(-(2**40), 2**40) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, len(MADE_UP.entries) - 1),
    TEXT,
    TEXT,
    st.lists(TEXT, max_size=3),
    st.dictionaries(TEXT, PLAIN, max_size=3),
)
def test_any_words_and_values_come_back_equal(
    place: int, meaning: str, words: str, notes: list[str], values: dict[str, Any]
) -> None:
    entry = replace(
        MADE_UP.entries[place], meaning=meaning, words=words, notes=tuple(notes), values=freeze(values), grants=()
    )
    changed = replace(MADE_UP, entries=(entry,), grants=())
    assert edition.load(writing.write(changed)).entries == (entry,)
