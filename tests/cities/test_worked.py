"""Limits, routes, numbers, keeping and orders come out as worked out by hand, and none of them is without an example."""

from typing import Any

import pytest

from magistrat.rules import worked
from tests.cities.editions import FOLDERS, Folder, keeping_acts


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
class TestWorked:
    def test_every_example_comes_out(self, folder: Folder) -> None:
        examples = folder.worked()
        assert min(map(len, (examples.limits, examples.routes, examples.keeps, examples.numbers, examples.says))) > 0
        assert list(worked.faults(folder.edition, examples, keeping_acts())) == []

    def test_no_entry_is_without_an_example(self, folder: Folder) -> None:
        assert list(worked.missing(folder.edition, folder.worked(), folder.votes())) == []

    def test_each_example_says_why(self, folder: Folder) -> None:
        examples = folder.worked()
        several: tuple[Any, ...] = (
            *examples.limits,
            *examples.routes,
            *examples.keeps,
            *examples.numbers,
            *examples.says,
        )
        assert [case for case in several if not case.why.strip()] == []
