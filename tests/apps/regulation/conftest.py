"""The real cities' editions, loaded once."""

from __future__ import annotations

import pytest

from magistrat.rules import edition
from magistrat.rules.edition import Edition
from tests.factories import regulation


@pytest.fixture(scope="session")
def regulations() -> dict[str, Edition]:
    """The newest edition of each real city by its slug."""
    return {slug: edition.load(regulation.folder(slug).editions[-1]) for slug in ("kryvyi-rih", "druzhkivka")}
