"""The real cities' editions, loaded once."""

from __future__ import annotations

import pytest

from magistrat.rules import edition as editions
from tests.apps.outbox.conftest import post, unused_port
from tests.house import tree


@pytest.fixture(scope="session")
def regulations():
    """The newest edition of each real city by its slug."""
    found = {}
    for city in sorted(path.parent for path in (tree.CHECKOUT / "cities").glob("*/city.toml")):
        folder = max(path.parent for path in city.glob("*/edition.toml"))
        texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))}
        found[city.name] = editions.load(texts)
    return found


__all__ = ["post", "unused_port"]
