"""The menu: each app registers its items, a person sees those that the rights of the present post open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

# Items from this order on are reference and settings: they go under «Ще» first where one row would not hold all.
RARE, ONE_ROW = 70, 11
# So many letters of labels stand in one row of a screen 1280 wide, with «Ще» beside them.
LETTERS = 108

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
    is_rare: bool = False


@dataclass(frozen=True)
class Menu:
    """What one person may open: daily work in the row, the rest under «Ще»."""

    row: Sequence[Shown]
    more: Sequence[Shown]

    def __bool__(self) -> bool:
        return bool(self.row or self.more)

    @property
    def is_in_more(self) -> bool:
        """Whether the page that is open lies under «Ще»."""
        return any(item.is_current for item in self.more)


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
        Shown(
            item.label, url, item.icon, url == current, item.count(request) if item.count else None, item.order >= RARE
        )
        for item, url in pairs
    ]  # fmt: skip


def of(request: HttpRequest) -> Menu:
    """The menu of the present actor; a short one is not folded."""
    items = shown(request)
    if len(_fitting(items)) == len(items):
        return Menu(items, [])
    row = _fitting([item for item in items if not item.is_rare])
    return Menu(row, [item for item in items if item not in row])


def _fitting(items: Sequence[Shown]) -> list[Shown]:
    """The first of them, as many as one row holds."""
    row = list[Shown]()
    for item in items[:ONE_ROW]:
        row.append(item)
        if sum(len(one.label) for one in row) > LETTERS:
            return row[:-1]
    return row


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
