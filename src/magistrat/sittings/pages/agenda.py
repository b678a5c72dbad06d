"""The agenda: formed in blocks, moved by hand and by rule, frozen, agreed, sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from magistrat.regulation import queries as regulation
from magistrat.rules import agenda as rules
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import agendas as deeds
from magistrat.sittings.pages import head
from magistrat.sittings.queries import agendas, lists, repeats, steps, titles
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda of a sitting."""
    return show(request, pk)


def show(request: HttpRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    """The agenda, with the refusal of a deed on its top."""
    sitting = lists.sitting(pk)
    edition = regulation.rules_of(sitting.gathering.edition_id)
    unread = titles.unread(request.actor, sitting, request.on)
    blocks = agendas.shown(sitting, unread)
    rows = [row for block in blocks for row in block.rows]
    is_open = sitting.gathering.state == "planned" and sitting.agenda_frozen_at is None
    repeated = [one for one in agendas.repeated(sitting) if not unread.intersection(one.ids)] if is_open else []
    context: dict[str, Any] = {
        **head.of(request, sitting, "sittings:agenda"),
        "blocks": blocks,
        "unread": unread,
        "number": len(rows),
        "waiting": agendas.reviewed(sitting) if is_open else [],
        "is_open": is_open,
        "main": rules.main_items(edition, sum(row.is_main for row in rows)),
        "repeated": repeated,
        "checked": repeats.CHECKED if edition.get(rules.REPEATED) else "",
        "marked": edition.get(rules.MARK),
        "steps": [step for step in steps.of(sitting) if not step.is_told],
        "may_agree": request.may("sessions.agree_agenda") is None,
        "may_give": request.may("sessions.review_drafts") is None and edition.get("agenda_to_mayor") is not None,
        "refusal": refusal,
    }
    return render(request, "sittings/agenda.html", context, status=status_of(refusal) if refusal else 200)


@allow("sessions.prepare")
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a question by hand: «id:place:block» of a button, or its number, the place and the block that were typed."""
    try:
        question, to, block = _asked(request, pk)
        deeds.place(actor=request.actor, at=request.at, question=question, to=to - 1, block=block)
    except Refusal as refusal:
        if request.htmx:
            raise
        return show(request, pk, refusal)
    if not request.htmx:
        return redirect("sittings:agenda", pk)
    sitting = lists.sitting(pk)
    context = {
        **head.of(request, sitting, "sittings:agenda"),
        "blocks": agendas.shown(sitting),
        "is_open": True,
        "unread": (),
    }
    return render(request, "sittings/agenda_list.html", context)


def _asked(request: HttpRequest, pk: int) -> tuple[int, int, int | None]:
    """The question's id, its place counted from 1, the block (none: beyond the blocks).

    :raises Refusal: what was typed is no number, or no question has it.
    """
    written = request.POST.get("move", "")
    if written.count(":") == 2:
        question, place, block = written.split(":")
    else:
        place, block = request.POST.get("to", ""), request.POST.get("block", "")
        question = str(agendas.with_number(lists.sitting(pk), request.POST.get("which", "").strip()) or "")
    if not (question.isdecimal() and place.strip().isdecimal()):
        raise Refusal("", "Зазначте номер питання з порядку денного та місце цифрами.")
    return int(question), int(place), int(block) if block.isdecimal() else None


def sitting_of(block: int) -> int:
    """The id of the sitting to whose agenda the block belongs.

    :raises Block.DoesNotExist: when there is no such block.
    """
    return agendas.sitting_of(block)
