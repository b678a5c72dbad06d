"""The secretary's console: the whole sitting by keyboard, by one or two secretaries."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.bodies.actions import recording, roll_calls
from magistrat.bodies.queries import halls
from magistrat.rules import roll_call
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import in_hall
from magistrat.sittings.forms import hall as forms
from magistrat.sittings.pages.board import board
from magistrat.sittings.queries import hall as sittings
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

KEEP = "sittings.keep_minutes"
# The script says who it is: then the board alone is answered, else the whole page.
FROM_CONSOLE = "X-Console"
MOST_BYTES = 2 * 1024 * 1024


@allow(KEEP)
@require_GET
def console(request: HttpRequest, sitting: int) -> HttpResponse:
    """The console of a sitting."""
    return render(request, "sittings/console.html", _context(sitting))


@allow(KEEP)
@require_GET
def look(request: HttpRequest, sitting: int) -> HttpResponse:
    """The board anew when there are steps that the console does not know («pislia»), else nothing; one statement then."""
    known = request.GET.get("pislia", "")
    if known == str(sittings.last_step(sitting)):
        return HttpResponse(status=204)
    return _board(request, sitting)


@allow(KEEP)
@require_POST
def step(request: HttpRequest, sitting: int) -> HttpResponse:
    """One step: done once for its key, or refused; the board as it is then."""
    found = sittings.sitting(sitting)
    try:
        code, item, payload = forms.step(request.POST)
        recording.record(
            actor=request.actor, at=request.at, gathering=found.gathering_id, code=code, item=item, payload=payload,
            key=request.POST.get("key", ""), after=forms.whole(request.POST, "after"),
        )  # fmt: skip
    except Refusal as refusal:
        return _board(request, sitting, refusal)
    return _board(request, sitting) if FROM_CONSOLE in request.headers else redirect("sittings:console", sitting)


@allow(KEEP)
@require_POST
def add(request: HttpRequest, sitting: int) -> HttpResponse:
    """Put down an additional question that a member proposes in the hall; it is voted next (DR 6.8)."""
    try:
        in_hall.propose(
            actor=request.actor, at=request.at, sitting=sitting, title=request.POST.get("title", ""),
            by=request.POST.get("by", ""),
        )  # fmt: skip
    except Refusal as refusal:
        return _board(request, sitting, refusal)
    return _board(request, sitting) if FROM_CONSOLE in request.headers else redirect("sittings:console", sitting)


@allow(KEEP)
@require_http_methods(["GET", "POST"])
def votes(request: HttpRequest, sitting: int) -> HttpResponse:
    """A voting system's file: previewed line by line, then brought in whole."""
    found = sittings.sitting(sitting)
    context: dict[str, Any] = {"sitting": found, "last": found.gathering.last}
    if request.method == "GET":
        return render(request, "sittings/votes.html", context)
    numbers = {question.number: question.pk for question in sittings.questions(sitting) if question.number}
    upload = request.FILES.get("file")
    content = upload.read(MOST_BYTES) if upload else b""
    text = roll_call.decode(content) if upload else request.POST.get("text", "")
    try:
        if request.POST.get("bring_in"):
            roll_calls.bring_in(
                actor=request.actor, at=request.at, gathering=found.gathering_id, text=text, numbers=numbers,
                key=f"file{request.POST.get('after', '')}", after=forms.whole(request.POST, "after"),
            )  # fmt: skip
            return redirect("sittings:console", sitting)
        state = halls.state_of(found.gathering)
        plan = roll_call.plan(state, text, numbers, lambda item: recording.facts(found.gathering, item), request.at)
    except Refusal as refusal:
        return render(
            request, "sittings/votes.html", context | {"refusal": refusal, "text": text}, status=status_of(refusal)
        )
    titles = {question.pk: question for question in sittings.questions(sitting)}
    context |= {
        "text": text,
        "plan": plan,
        "rows": [
            {
                "question": titles[item],
                "counts": roll_call.counted(cast),
                "result": plan.state.item(item).result if plan.state and not plan.faults else None,
            }
            for item, cast in plan.votes.items()
        ],
    }
    return render(request, "sittings/votes.html", context, status=422 if plan.faults else 200)


def _board(request: HttpRequest, sitting: int, refusal: Refusal | None = None) -> HttpResponse:
    """The board alone for the script, the whole page for a browser without it."""
    context = _context(sitting) | {"refusal": refusal}
    template = "sittings/board.html" if FROM_CONSOLE in request.headers else "sittings/console.html"
    response = render(request, template, context, status=status_of(refusal) if refusal else 200)
    response["X-Board"] = "1"
    return response


def _context(sitting: int) -> dict[str, Any]:
    """The board with a key for the steps of a browser without scripts."""
    return board(sittings.sitting(sitting)) | {"key": secrets.token_hex(6)}
