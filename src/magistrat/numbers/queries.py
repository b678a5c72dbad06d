"""Reading counters."""

from __future__ import annotations

from magistrat.numbers.models import Counter


def last(*, series: str, period: str) -> int:
    """The last number given in a series' period, 0 before any; one statement."""
    found = Counter.objects.filter(series=series, period=period).values_list("last", flat=True).first()
    return 0 if found is None else found
