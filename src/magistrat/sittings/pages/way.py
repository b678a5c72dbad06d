"""«Шлях до засідання»: the board of a sitting, and what is done for the sitting itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.regulation import queries as regulation
from magistrat.rules import sitting_days
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import announcing
from magistrat.sittings.forms.preparing import MoveForm
from magistrat.sittings.pages import head
from magistrat.sittings.queries import lists, orders, titles
from magistrat.sittings.queries import way as boards
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def way(request: HttpRequest, pk: int) -> HttpResponse:
    """The board of a sitting."""
    return show(request, pk)


def show(request: HttpRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    """The board, with the refusal of a deed on its top."""
    sitting = lists.sitting(pk)
    gathering = sitting.gathering
    unread = titles.unread(request.actor, sitting, request.on)
    found = boards.board(sitting, request.on, unread)
    may_convene = gathering.state == "planned" and request.may("sessions.prepare") is None
    initial = {"on": gathering.on, "time": gathering.at, "place": gathering.place}
    context: dict[str, Any] = {
        **head.of(request, sitting, "sittings:way"),
        "board": found,
        "unread": unread,
        "move_form": MoveForm(initial=initial),
        "may_propose": _may_propose(request, sitting),
        "refusal": refusal,
        "warnings": _warnings(request, sitting),
        "rules": regulation.rules_of(gathering.edition_id).get("convening_order_content"),
        "called": _called(gathering),
        "copies": regulation.rules_of(gathering.edition_id).get("convening_order_dispatch"),
        "may_tell": _may_tell(request, sitting),
        "orders": orders.to_convene(request.actor, request.on) if may_convene else [],
    }
    return render(request, "sittings/way.html", context, status=status_of(refusal) if refusal else 200)


def _may_tell(request: HttpRequest, sitting: Any) -> list[str]:
    """Which ways of making the sitting known the person notes now; the deed itself asks again."""
    gathering = sitting.gathering
    found = []
    for kind, rights in announcing.RIGHTS.items():
        is_press = kind == announcing.Kind.PRESS
        is_time = (
            gathering.state in ("planned", "open") and gathering.on == request.on and sitting.agenda_frozen_at is not None
            if is_press
            else gathering.state == "planned" and sitting.convened_at is not None
        )  # fmt: skip
        if is_time and any(request.may(right) is None for right in rights):
            found.append(str(kind))
    return found


def _called(gathering: Any) -> Any:
    """The clause by which an extraordinary sitting is prepared; nothing for a regular one."""
    edition = regulation.rules_of(gathering.edition_id)
    if gathering.kind != sitting_days.EXTRAORDINARY:
        return None
    return next((entry for key in sitting_days.CALLED if (entry := edition.get(key))), None)


def _may_propose(request: HttpRequest, sitting: Any) -> bool:
    is_open = sitting.gathering.state == "planned" and sitting.agenda_frozen_at is None
    return is_open and any(request.may(right) is None for right in ("sessions.propose_item", "sessions.prepare"))


def _warnings(request: HttpRequest, sitting: Any) -> list[str]:
    """What the day departs from, while the order that calls the sitting is not there yet; its last day is a step's."""
    gathering = sitting.gathering
    if gathering.state != "planned" or sitting.convened_at is not None:
        return []
    return sitting_days.warnings(
        regulation.rules_of(gathering.edition_id), regulation.work_calendar(), kind=gathering.kind, on=gathering.on,
        at=gathering.at, today=date.min,
    )  # fmt: skip
