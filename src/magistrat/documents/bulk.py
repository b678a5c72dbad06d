"""Deeds that are done to many at once: each is a single deed repeated, registered by the app whose deed it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpRequest

from magistrat.journal.actor import Actor
from magistrat.ui import bulk as bar

MOST = bar.MOST
# So many are done while one waits for the page; more go on in the background.
AT_ONCE = 25
# The worker's name of a long one.
TASK = "documents.bulk"


@dataclass(frozen=True)
class Named:
    """How a line of the result names what was chosen."""

    title: str
    about: str = ""
    url: str = ""


@dataclass(frozen=True)
class Deed:
    """A deed for many.

    :param key: in the address and in the table of runs, never renamed.
    :param title: heads the page: «До справи»; :param verb: on the button.
    :param do: the single action: `do(actor=…, at=…, subject=id, **given)`, which refuses by `Refusal`.
    :param form: what is typed once for all; `form(request, data)`; its cleaned data are kept as JSON.
    :param named: names of those that the actor may see, by id.
    :param rights: any one of them is enough to begin; none means whoever sees the list.
    :param undo: key of the deed that takes it back with the same values, where that is safe.
    :param words: what the page says above the form.
    :param at_once: so many are done while one waits for the page, more go on in the background; `AT_ONCE` without it.
    """

    key: str
    title: str
    verb: str
    do: Callable[..., object]
    form: Callable[[HttpRequest, Any], Form]
    named: Callable[[Actor, Sequence[int]], Mapping[int, Named]]
    rights: tuple[str, ...] = ()
    undo: str = ""
    words: str = ""
    at_once: int | None = None

    @property
    def waits_for(self) -> int:
        """How many are done while one waits for the page."""
        return AT_ONCE if self.at_once is None else self.at_once


_deeds: dict[str, Deed] = {}


def register(deed: Deed) -> None:
    """Let the pages of many know the deed (in `AppConfig.ready`)."""
    _deeds[deed.key] = deed


def find(key: str) -> Deed | None:
    """The deed of the key."""
    return _deeds.get(key)
