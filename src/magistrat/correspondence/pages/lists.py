"""Lists of outgoing letters: what waits at each step, and what went on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from magistrat.correspondence import queries
from magistrat.documents.forms.fields import read_day
from magistrat.regulation import queries as regulation
from magistrat.rules import letters
from magistrat.ui import days, paging
from magistrat.ui.routes import allow

POSTAL = ("post", "registered_post")
EMPTY = {
    "proiekty": "Тут з'являться проєкти листів, які Ви готуєте.",
    "vizy": "Тут з'являться листи, які чекають на Вашу візу.",
    "pidpys": "Тут з'являться листи, які чекають на Ваш підпис.",
    "reiestratsiia": "Тут з'являться підписані листи, які треба зареєструвати в день підписання.",
    "nadsylannia": "Тут з'являться зареєстровані листи, які треба надіслати.",
    "nadislani": "Тут з'являться листи, надіслані всім адресатам.",
}


@dataclass(frozen=True)
class Envelope:
    """What goes to one addressee in one envelope (DR 11.6)."""

    way: str
    correspondent: Any
    dispatches: Sequence[Any]

    @property
    def tracking(self) -> str:
        return ", ".join(dict.fromkeys(one.tracking for one in self.dispatches if one.tracking))

    @property
    def indexes(self) -> str:
        """Indexes of the letters inside."""
        return ", ".join(one.letter.document.index for one in self.dispatches)

    @property
    def fee(self) -> Decimal | None:
        """What was paid for the item: it is paid once, whatever lies inside."""
        return max((one.fee for one in self.dispatches if one.fee is not None), default=None)

    @property
    def weight(self) -> int | None:
        """Its weight in grams."""
        return max((one.weight for one in self.dispatches if one.weight is not None), default=None)

    @property
    def receiver(self) -> str:
        return ", ".join(dict.fromkeys(one.receiver for one in self.dispatches if one.receiver))


@allow(any_post=True)
@require_GET
def outgoing(request: HttpRequest) -> HttpResponse:
    """Letters by their step: «?stan=vizy»."""
    counts = queries.counts(request.actor, request.on)
    chosen = request.GET.get("stan", "")
    if chosen not in queries.SHELVES:
        chosen = next((key for key in ("vizy", "pidpys", "reiestratsiia", "nadsylannia") if counts[key]), "proiekty")
    address = reverse("correspondence:outgoing")
    context = {
        "page": paging.asked(request, queries.shelf(request.actor, chosen, request.on), ["-id"]),
        "shelf": chosen,
        "heading": queries.SHELVES[chosen],
        "empty_text": EMPTY[chosen],
        # Drafts have no number yet: nothing is done to many of them.
        "may_choose": chosen in ("nadsylannia", "nadislani"),
        "may_draft": request.may("letter.draft") is None,
        "may_dispatch": request.may("letter.dispatch") is None,
        "tabs": [
            {"label": label, "url": f"{address}?stan={key}", "is_current": key == chosen, "count": counts.get(key, 0)}
            for key, label in queries.SHELVES.items()
        ],
    }
    return render(request, "correspondence/outgoing.html", context)


@allow("letter.dispatch")
@require_GET
def mailed(request: HttpRequest) -> HttpResponse:
    """The register of what went on a day, for print; one addressee, one envelope with all its numbers (DR 11.6)."""
    on = day_of(request)
    rule = regulation.rules_on(on).get("one_envelope")
    sent = queries.mailed(actor=request.actor, on=on, way=request.GET.get("sposib", ""))
    context = {
        "on_day": on,
        "way": request.GET.get("sposib", ""),
        "ways": queries.ways(),
        "envelopes": envelopes(sent, is_joined=rule is not None),
        "clause": rule.clause if rule else "",
        "letters": len({one.letter_id for one in sent}),
        "next_post": letters.next_post(regulation.rules_on(on), regulation.work_calendar(), sent_on=on),
    }
    return render(request, "correspondence/mailed.html", context)


def envelopes(sent: Sequence[Any], *, is_joined: bool) -> list[Envelope]:
    """Dispatches as they lie in envelopes: those to one addressee by post on one day together, where the clause says so."""
    found = []
    for _, group in groupby(sent, key=lambda one: (one.way, one.correspondent_id)):
        rows = list(group)
        together = [rows] if is_joined and rows[0].way in POSTAL else [[row] for row in rows]
        found += [Envelope(part[0].get_way_display(), part[0].correspondent, part) for part in together]
    return found


def day_of(request: HttpRequest) -> date:
    """The day that the address names, else today; a day that cannot be read is told."""
    return days.of_address(request, "den", request.on, lambda text: read_day(text, request.on))
