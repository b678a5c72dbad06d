"""Deeds on many rows of a list at once: each app offers its own at a list's place, a person sees those that he may do.

A list shows them with `{% bulk_head %}`, `{% bulk_box … %}` and `{% bulk_bar "place" %}`; the chosen rows go to the
offer's address as `id` parameters, with the way back in `nazad`. The choice survives turning pages, in the browser's tab
(`bulk.js`); without JavaScript it is that of the page. At one time no more than `MOST`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString

# The largest id that the database holds has nineteen digits; longer ones are nobody's.
DIGITS = 18
# A table of so many lines can still be looked through, and put right by hand where something was refused.
MOST = 500


@dataclass(frozen=True)
class Offer:
    """One button of the bar; no rights means whoever sees the list; `is_output` ones stand in the menu of printing."""

    label: str
    url_name: str
    args: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    order: int = 100
    icon: str = ""
    is_output: bool = False

    @property
    def url(self) -> str:
        return reverse(self.url_name, args=self.args)


BOX = (
    '<td class="bulk-cell no-print"><input class="form-check-input" type="checkbox" name="id" value="{}" form="bulk"'
    ' data-bulk aria-label="Вибрати: {}"{}></td>'
)


def box(identity: int, label: str, is_chosen: bool = False) -> SafeString:
    """`<td>` with the box that chooses the row."""
    return format_html(BOX, identity, label, SafeString(" checked") if is_chosen else "")


def is_all_chosen(request: HttpRequest) -> bool:
    """Whether the page was asked for with all its rows chosen, as one without JavaScript asks."""
    return request.GET.get("vybraty") == "usi"


_offers: dict[str, list[Offer]] = defaultdict(list)


def register(
    places: Sequence[str], label: str, url_name: str, *, args: Sequence[str] = (), rights: Sequence[str] = (),
    order: int = 100, icon: str = "", is_output: bool = False,
) -> None:  # fmt: skip
    """Offer a deed at lists' places (in `AppConfig.ready`)."""
    made = Offer(label, url_name, tuple(args), tuple(rights), order, icon, is_output)
    for place in places:
        if made not in _offers[place]:
            _offers[place].append(made)
            _offers[place].sort(key=lambda offer: offer.order)


def offered(request: HttpRequest, place: str) -> list[Offer]:
    """What the person may do with many rows of the list."""
    return [
        offer
        for offer in _offers[place]
        if not offer.rights or any(request.may(right) is None for right in offer.rights)
    ]


def chosen(data: QueryDict) -> list[int]:
    """Ids of the chosen rows, each once, in their order; what is no number is left out."""
    return list(dict.fromkeys(int(one) for one in data.getlist("id") if one.isdecimal() and len(one) <= DIGITS))


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The list from which the person came with its filters, never another site."""
    asked = request.POST.get("nazad") or request.GET.get("nazad") or ""
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return asked
    return otherwise
