"""Limits and numberings beside each edition were worked out by hand; each changed number makes one of them fail."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from magistrat.rules import bounds, number_cases
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.number_cases import LimitCase, NumberCase
from magistrat.rules.numbering import PERIODS, Pattern
from tests.cities.editions import FOLDERS, Folder

CASES = {
    str(folder): number_cases.load(
        {f"cases/{file.name}": file.read_text(encoding="utf-8") for file in (folder.path / "cases").glob("*.toml")}
    )
    for folder in FOLDERS
}
LIMITS = ("at_most", "at_least", "exactly", "more_than", "megabytes")


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
class TestTheCases:
    def test_hold(self, folder: Folder) -> None:
        assert list(number_cases.faults(folder.edition, CASES[str(folder)])) == []

    def test_are_there_for_every_limit_and_every_numbering(self, folder: Folder) -> None:
        limits = {case.id for case in CASES[str(folder)] if isinstance(case, LimitCase)}
        numbers = {case.id for case in CASES[str(folder)] if isinstance(case, NumberCase)}
        wanting = [
            entry.id
            for entry in folder.edition.entries
            if (bounds.of(entry) and entry.id not in limits) or ("restart" in entry.values and entry.id not in numbers)
        ]
        assert wanting == []

    def test_fail_for_each_change(self, folder: Folder) -> None:
        survivors = [
            f"{entry.id}: {change}"
            for entry in folder.edition.entries
            for change, mutant in mutants(entry)
            if not any(number_cases.faults(alone(folder.edition, mutant), mine(folder, entry)))
        ]
        assert not survivors, "no case tells these changes apart:\n" + "\n".join(survivors)


def mine(folder: Folder, entry: Entry) -> list[LimitCase | NumberCase]:
    return [case for case in CASES[str(folder)] if case.id == entry.id]


def alone(edition: Edition, entry: Entry) -> Edition:
    return replace(edition, entries=(entry,), _by_id=MappingProxyType({entry.id: entry}))


def mutants(entry: Entry) -> Iterator[tuple[str, Entry]]:
    """Changed copies of an entry's numbers, each with what was changed."""

    def changed(values: Mapping[str, Any]) -> Entry:
        return replace(entry, values=MappingProxyType({**entry.values, **values}))

    for name in (*LIMITS, "first") if "restart" in entry.values else LIMITS:
        if name in entry.values:
            yield from ((f"{name}{by:+}", changed({name: entry.values[name] + by})) for by in (1, -1))
    if "restart" in entry.values:
        others = [period for period in PERIODS if period != entry.values["restart"]]
        yield from ((f"restart {period}", changed({"restart": period})) for period in others)
        if entry.pattern:
            yield "pattern", replace(entry, pattern=Pattern(f"{entry.pattern.text}."))
