"""Lists that keep views: which there are, and what of an address belongs to a view."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

# What says where one is in a list, and not which list it is.
PASSING = frozenset({"after", "vybraty", "vyd", "druk"})
LONGEST = 2000

_places: dict[str, str] = {}


def register(place: str, url_name: str) -> None:
    """Let the list at the address keep views (in `AppConfig.ready`)."""
    _places[place] = url_name


def url_name(place: str) -> str | None:
    """The address of the list, nothing for an unknown one."""
    return _places.get(place)


def canonical(query: str) -> str:
    """Filters, order and columns of an address in one order, without what is empty or passing."""
    pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=False, max_num_fields=100)
    return urlencode(sorted((name, value) for name, value in pairs if name not in PASSING))
