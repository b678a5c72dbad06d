"""The worked examples beside each edition: the due dates were worked out by hand from the clause."""

from collections.abc import Mapping
from typing import Any

import pytest

from magistrat.rules import directions, terms
from tests.cities.editions import FOLDERS, Folder, laws

CASES = [(folder, file, case) for folder in FOLDERS for file, case in folder.cases()]
KEYS = {"id", "name", "anchor", "due", "why", "counted_from", "applies", "beside"}


@pytest.mark.parametrize(("folder", "file", "case"), CASES, ids=[f"{f}-{c['id']}-{c['name']}" for f, _, c in CASES])
def test_ends_on_the_day_worked_out_by_hand(folder: Folder, file: str, case: Mapping[str, Any]) -> None:
    entry = folder.edition.by_id(case["id"])
    assert entry is not None, f"{file}: no entry {case['id']}"
    due = terms.by_entry(entry, case["anchor"], folder.calendar, laws())
    assert due.due == case["due"], f"{file}: {case['why']}\n{due.explanation}"
    if "counted_from" in case:
        assert due.anchor_counted == case["counted_from"], f"{file}: {case['why']}\n{due.explanation}"
    assert entry.term is not None
    found = directions.beside(entry.term, due.due)
    assert found == tuple(case.get("beside", found)), f"{file}: {case['why']}\n{due.explanation}"
    assert due.applies is case.get("applies", due.applies), f"{file}: {case['why']}\n{due.explanation}"


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
class TestTheCasesThemselves:
    def test_every_term_has_a_case(self, folder: Folder) -> None:
        worked = {case["id"] for _, case in folder.cases()}
        assert [entry.id for entry in folder.edition.entries if entry.term and entry.id not in worked] == []

    def test_each_case_says_why_and_nothing_unknown(self, folder: Folder) -> None:
        for file, case in folder.cases():
            assert case.get("why"), f"{file}: {case}"
            assert case.keys() <= KEYS, f"{file}: {case}"

    def test_no_case_is_written_twice(self, folder: Folder) -> None:
        named = [(case["id"], case["name"]) for _, case in folder.cases()]
        assert sorted({name for name in named if named.count(name) > 1}) == []
