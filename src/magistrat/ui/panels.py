"""Places that a lower app's page offers to upper apps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

Panel = Callable[[HttpRequest, object], str]

_places: dict[str, list[tuple[int, Panel]]] = defaultdict(list)


def register(place: str, panel: Panel, order: int = 100) -> None:
    """Offer a panel at the place; `panel(request, subject)` returns rendered HTML, or "" to show nothing."""
    if (order, panel) not in _places[place]:
        _places[place].append((order, panel))
        _places[place].sort(key=lambda pair: pair[0])


def render(place: str, request: HttpRequest, subject: object = None) -> SafeString:
    """All panels of the place, in order."""
    return mark_safe("".join(str(panel(request, subject)) for _, panel in _places[place]))  # noqa: S308 rendered by templates
