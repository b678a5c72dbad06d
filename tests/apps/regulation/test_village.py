"""The made-up village: other posts, terms and patterns, and no line of code for it."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from magistrat.regulation.queries.text import cut
from magistrat.rules import calendar, edition, numbering, terms
from tests.factories import regulation

FOLDER = regulation.MADE_UP / "verbivka" / "2020-03-02"
CASES = [case for file in sorted((FOLDER / "cases").glob("*.toml")) for case in tomllib.loads(file.read_text())["case"]]
TEXTS = {file.name: file.read_text() for file in FOLDER.glob("*.*")}
RULES = edition.load(TEXTS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']} {case['name']}")
def test_its_terms_end_on_the_days_worked_out_by_hand(case: dict[str, Any]) -> None:
    entry = RULES.by_id(case["id"])
    country = (regulation.REAL / "ukraine" / "calendar.toml").read_text()
    kept = calendar.load(country, (FOLDER.parent / "city.toml").read_text())
    counted = terms.by_entry(entry, case["anchor"], kept)
    assert counted.due == case["due"]
    assert counted.anchor_counted == case.get("counted_from", counted.anchor_counted)


def test_every_term_has_a_case() -> None:
    assert {entry.id for entry in RULES.entries if entry.term} == {case["id"] for case in CASES}


def test_its_words_stand_in_its_text() -> None:
    text = TEXTS["regulation.txt"]
    assert all(entry.words in text for entry in RULES.entries)


def test_its_text_is_cut_at_its_clauses() -> None:
    said = cut(TEXTS["regulation.txt"], RULES)
    assert not said.homeless
    assert said.part("4").heading == "Розділ 4"
    assert [clause.number for clause in said.at("1.3")] == ["1.3"]


def test_its_patterns_are_its_own() -> None:
    values = RULES.entry("registration_index").values
    assert numbering.Pattern(values["incoming_pattern"]).write(501) == "вх-0501"
    assert numbering.Pattern(values["outgoing_pattern"]).write(7) == "7/вих"
