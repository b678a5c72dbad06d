"""What the file viewer of a page needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from magistrat.documents import previews

# Further pages are asked for one by one when the reader comes to them.
MOST_PAGES = 60


@dataclass(frozen=True)
class Shown:
    """A file with the way it is shown and the numbers of its pages."""

    file: Any
    way: str
    pages: list[int] = field(default_factory=list)
    is_cut: bool = False


def viewer(files: Sequence[Any]) -> list[Shown]:
    """Files in their order, each with the way in which it can be looked at."""
    shown = []
    for file in files:
        count = file.pages or 1
        way = previews.way(file.media_type, file.state)
        shown.append(
            Shown(file, way, list(range(1, min(count, MOST_PAGES) + 1)) if way == "pages" else [], count > MOST_PAGES)
        )
    return shown
