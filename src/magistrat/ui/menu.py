"""The menu: each app registers its items, a person sees those that the rights of the present post open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

Count = Callable[[HttpRequest], int]
When = Callable[[HttpRequest], bool]


@dataclass(frozen=True)
class Item:
    """One item of the menu; no rights means whoever holds a post."""

    label: str
    url_name: str
    rights: tuple[str, ...] = ()
    order: int = 100
    icon: str = ""
    count: Count | None = None
    when: When | None = None


@dataclass(frozen=True)
class Shown:
    """An item as one person sees it now."""

    label: str
    url: str
    icon: str
    is_current: bool
    count: int | None


_items: dict[str, Item] = {}


def register(
    label: str, url_name: str, rights: Sequence[str] = (), order: int = 100, icon: str = "", count: Count | None = None,
    when: When | None = None,
) -> None:  # fmt: skip
    """Put an item into the menu (in `AppConfig.ready`); `icon` is a name of the sprite `ui/icons.svg`.

    `when` says whether the city has such a page at all.
    """
    _items[url_name] = Item(label, url_name, tuple(rights), order, icon, count, when)


def shown(request: HttpRequest) -> list[Shown]:
    """The items that the present actor may open, the current one marked."""
    if getattr(request, "actor", None) is None:
        return []
    pairs = [(item, _address(item)) for item in sorted(_items.values(), key=lambda item: (item.order, item.label))]
    pairs = [(item, url) for item, url in pairs if url and _may(request, item)]
    current = _current(request.path, [url for _, url in pairs])
    return [
        Shown(item.label, url, item.icon, url == current, item.count(request) if item.count else None)
        for item, url in pairs
    ]


def label(url_name: str) -> str:
    """The name under which a page stands in the menu; "" when it does not stand there."""
    item = _items.get(url_name)
    return item.label if item else ""


def _address(item: Item) -> str:
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return ""


def _may(request: HttpRequest, item: Item) -> bool:
    if item.when is not None and not item.when(request):
        return False
    return not item.rights or any(request.may(right) is None for right in item.rights)


def _current(path: str, urls: list[str]) -> str:
    """The longest address that the path begins with."""
    return max((url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default="")
