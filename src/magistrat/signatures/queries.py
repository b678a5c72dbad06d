"""Signatures as pages show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from magistrat.signatures.models import Signature


def of(contents: Iterable[str]) -> dict[str, list[Signature]]:
    """Signatures of each content, in their order; one statement."""
    found: dict[str, list[Signature]] = defaultdict(list)
    for row in Signature.objects.filter(container__in=list(contents)).order_by("container", "number"):
        found[row.container_id].append(row)
    return found
