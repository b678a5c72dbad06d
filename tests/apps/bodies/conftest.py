"""A committee of nine in either city, and its sitting."""

from __future__ import annotations

import pytest

from tests.factories import sittings


@pytest.fixture(params=["kryvyi-rih", "druzhkivka"])
def either(request, db) -> sittings.Committee:
    """The committee of each real city in turn."""
    return sittings.committee(request.param)


@pytest.fixture
def committee(db) -> sittings.Committee:
    """The committee of the city with polls and without agenda votes."""
    return sittings.committee("kryvyi-rih")
