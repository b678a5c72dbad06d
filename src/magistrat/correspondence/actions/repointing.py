"""What was sent follows a correspondent whose entry is merged with another, or separated from it again."""

from __future__ import annotations

from magistrat.correspondence.models import Dispatch


def follow(was: int, now: int, documents: list[int]) -> None:
    """Marks of dispatch of these documents name the entry that their addressees name now."""
    Dispatch.objects.filter(correspondent=was, letter__document__in=documents).update(correspondent=now)
