"""Forty letters in a row: begun, gone on with, and what came of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from magistrat.documents.actions import piles
from magistrat.documents.pages import answers
from magistrat.documents.queries import piles as read
from magistrat.rules.refusal import Refusal
from magistrat.ui.routes import allow

REGISTER = ("document.register_incoming", "document.register_unit")


@allow("arrival.receive")
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Files dropped on the page of registration: each a letter, the first opens at once."""
    uploads = answers.uploads(request.FILES.getlist("files"))
    try:
        pile = piles.receive(actor=request.actor, at=request.at, uploads=uploads, way="post")
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("documents:register", "incoming")
    return redirect("documents:pile_go_on", pile.pk)


@allow(*REGISTER)
@require_GET
def go_on(request: HttpRequest, pile_id: int) -> HttpResponse:
    """The first letter that waits; when none does, what came of the pile."""
    following = read.after(actor=request.actor, pile=pile_id)
    if following is None:
        return redirect("documents:pile", pile_id)
    return redirect("documents:register_arrival", following)


@allow(*REGISTER)
@require_GET
def pile(request: HttpRequest, pile_id: int) -> HttpResponse:
    """All letters of the pile with their numbers, for labels and print."""
    letters = read.letters(actor=request.actor, pile_id=pile_id)
    waiting = sum(one.document.is_waiting for one in letters)
    context = {"pile_id": pile_id, "letters": letters, "waiting": waiting, "through": len(letters) - waiting}
    return render(request, "documents/arrivals/pile.html", context)
