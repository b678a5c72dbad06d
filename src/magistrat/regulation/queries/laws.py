"""Terms of the country's laws that entries of the regulation refer to."""

from __future__ import annotations

from functools import lru_cache

from magistrat.regulation import models
from magistrat.regulation.queries.editions import calendar_version
from magistrat.rules import law


def laws() -> law.Laws:
    """The laws by key as this city keeps them; one statement, one more when they have changed."""
    return _read(calendar_version())


@lru_cache(maxsize=8)
def _read(version: str) -> law.Laws:
    files = models.City.objects.values_list("calendar_files", flat=True).get()
    return law.load(files.get("laws.toml", ""))
