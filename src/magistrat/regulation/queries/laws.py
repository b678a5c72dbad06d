"""What the country's laws say: terms that entries of the regulation refer to, quorums and majorities."""

from __future__ import annotations

from functools import lru_cache

from magistrat.regulation import models
from magistrat.regulation.queries.editions import calendar_version
from magistrat.rules import law, provisions


def laws() -> law.Laws:
    """The laws by key as this city keeps them; one statement, one more when they have changed."""
    return _read(calendar_version())


@lru_cache(maxsize=8)
def _read(version: str) -> law.Laws:
    files = models.City.objects.values_list("calendar_files", flat=True).get()
    return law.load(files.get("laws.toml", ""))


def vote_laws() -> tuple[provisions.Provision, ...]:
    """What laws say of votes, as this city keeps them; one statement, one more when they have changed."""
    return _read_votes(calendar_version())


@lru_cache(maxsize=8)
def _read_votes(version: str) -> tuple[provisions.Provision, ...]:
    files = models.City.objects.values_list("calendar_files", flat=True).get()
    return provisions.load(files.get("votes.toml", ""))
