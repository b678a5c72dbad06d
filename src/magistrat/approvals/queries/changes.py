"""What differs between versions of a paper, judged by what they say and not by the words in which that was kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from magistrat.approvals import hooks
from magistrat.approvals.models import Version


def read(kind: str, versions: Iterable[Version]) -> Mapping[int, hooks.Parts]:
    """The parts of each of these versions by its id; at most two statements, none where there is nothing to compare."""
    found = {one.pk: one for one in versions}
    if len(found) < 2:
        return {pk: one.parts for pk, one in found.items()}
    return dict(zip(found, hooks.parts(kind, list(found.values())), strict=True))
