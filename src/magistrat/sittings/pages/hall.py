"""The hall's screen, for a projector: the question, the speaker's time, the result."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.bodies.queries import halls
from magistrat.rules.hall_events import VOTES
from magistrat.rules.hall_state import State
from magistrat.sittings.pages.board import PHASES, RESULTS, ordered
from magistrat.sittings.queries import hall as sittings
from magistrat.sittings.queries import titles
from magistrat.ui.routes import allow

# A title of more characters is set smaller, so that the votes by name stand under it.
LONG = 160
RECUSED = "не голосує: конфлікт інтересів"
COUNTED = {"for": "за", "against": "проти", "abstained": "утрималися", "silent": "не голосували"}


@allow(any_post=True)
@require_GET
def hall(request: HttpRequest, sitting: int) -> HttpResponse:
    """The screen; it renews itself."""
    return render(request, "sittings/hall.html", _screen(request, sitting) | {"at": request.at})


@allow(any_post=True)
@require_GET
def screen(request: HttpRequest, sitting: int) -> HttpResponse:
    """What the screen shows when there is something new; one statement when there is not."""
    if request.GET.get("pislia", "") == str(sittings.last_step(sitting)):
        return HttpResponse(status=204)
    return render(request, "sittings/screen.html", _screen(request, sitting) | {"at": request.at})


def _screen(request: HttpRequest, pk: int) -> dict[str, Any]:
    sitting = sittings.sitting(pk)
    state, questions = halls.state_of(sitting.gathering), sittings.questions(pk)
    # The projector shows what whoever opened it may read: the keeper of the minutes all.
    titles.veil(questions, titles.unread(request.actor, sitting, request.on))
    lines = ordered(state, questions)
    return {
        "sitting": sitting,
        "state": state,
        "phase": PHASES[state.phase],
        "quorum": state.quorum if state.seats else None,
        "current": [line for line in lines if line.is_current],
        "speech": state.question.speaking if state.question else None,
        "ended": _last_ended(state, lines),
        "last": sitting.gathering.last,
        "long": LONG,
    }


def _last_ended(state: State, lines: Any) -> dict[str, Any] | None:
    """The result that was said last, until the next question begins."""
    ended = [item for item in state.items.values() if item.result is not None]
    if state.current or not ended:
        return None
    # Of a block all end by one step: its first question stands for it.
    item = max(ended, key=lambda one: one.result.number if one.result else 0)
    result = item.result
    votes = [
        {"name": state.name(member), "vote": VOTES[vote], "code": vote}
        for member, vote in (result.ballot.votes.items() if result and result.ballot else ())
    ]
    if votes:
        away = sorted(state.name(member) for member in item.barred & result.present) if result else []
        votes += [{"name": name, "vote": RECUSED, "code": "recused"} for name in away]
    return {
        "line": next((line for line in lines if line.id == item.id), None),
        "result": result,
        "said": RESULTS[result.result] if result else "",
        "votes": votes,
        "counts": [(COUNTED[vote], number) for vote, number in result.ballot.counts.items()]
        if result and result.ballot
        else [],
    }
