"""Deeds of one button: asked for on the letter's page, answered there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from magistrat.correspondence import queries
from magistrat.correspondence.actions import drafting, signing, visas
from magistrat.correspondence.pages import letter as page
from magistrat.journal.actor import Actor
from magistrat.rules.refusal import Refusal
from magistrat.ui.routes import allow


@allow("letter.draft")
@require_POST
def ask_visas(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the draft for visas."""
    return _done(request, pk, visas.ask, "Надіслано на візування.")


@allow(any_post=True)
@require_POST
def give_visa(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the visa, in the name of the post of which it is asked."""
    found = queries.letter(actor=request.actor, letter_id=pk)
    actor = page.visa_actor(request, queries.visas(found)) or request.actor
    return _done(request, pk, visas.give, "Лист завізовано.", actor=actor)


@allow(any_post=True)
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the letter with a remark instead of a visa or signature."""
    found = queries.letter(actor=request.actor, letter_id=pk)
    if found.state == "signing":
        actor = queries.actor_for(request.actors, found.signatory_id)
    else:
        actor = page.visa_actor(request, queries.visas(found))
    words = {"remark": request.POST.get("remark", "")}
    return _done(request, pk, visas.send_back, "Лист повернуто виконавцеві.", actor=actor or request.actor, **words)


@allow(any_post=True)
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The signatory marks that he has signed."""
    found = queries.letter(actor=request.actor, letter_id=pk)
    actor = queries.actor_for(request.actors, found.signatory_id) or request.actor
    return _done(request, pk, signing.sign, "Лист підписано: передайте його на реєстрацію.", actor=actor)


@allow(any_post=True)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the mark of signature back."""
    words = {"reason": request.POST.get("remark", "")}
    return _done(request, pk, signing.withdraw, "Відмітку про підпис знято.", **words)


@allow("letter.draft")
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """End the work on the draft."""
    words = {"reason": request.POST.get("remark", "")}
    return _done(request, pk, drafting.cancel, "Проєкт листа скасовано.", **words)


def _done(
    request: HttpRequest, pk: int, deed: Callable[..., Any], said: str, actor: Actor | None = None, **words: str
) -> HttpResponse:
    try:
        deed(actor=actor or request.actor, at=request.at, letter=pk, **words)
    except Refusal as refusal:
        return page.show(request, pk, refusal, **words)
    messages.success(request, said)
    return redirect("correspondence:letter", pk)
