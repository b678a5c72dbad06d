"""Who is invited: lists of the sitting and its questions, the telephone message, the press (KR 4.27-4.33; DR 6.14, 6.15)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.regulation import queries as regulation
from magistrat.rules.refusal import Refusal
from magistrat.rules.sitting_deeds import PRESS
from magistrat.sittings.pages import head, opened
from magistrat.sittings.queries import lists, on_paper, papers, steps
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def invited(request: HttpRequest, pk: int) -> HttpResponse:
    """The lists of a sitting."""
    return show(request, pk)


def show(request: HttpRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    """The lists, with the refusal of a deed on their top."""
    sitting = lists.sitting(pk)
    edition = regulation.rules_of(sitting.gathering.edition_id)
    rows, is_part = opened.invited_of(request, sitting)
    context: dict[str, Any] = {
        **head.of(request, sitting, "sittings:invited"),
        "rows": [one for one in rows if not one.is_press],
        "is_part": is_part,
        "press": [one for one in rows if one.is_press],
        "message": on_paper.message_text(sitting),
        "signatory": edition.get("meeting_invitation_signatory"),
        "press_agenda": next((one for one in steps.of(sitting) if one.last.deed == PRESS), None),
        "may_tell_press": _may_tell_press(request, sitting),
        "attendance": edition.get("meeting_attendance"),
        "press_rule": edition.get("media_attendance_list"),
        "rule": edition.get("meeting_invitation") or edition.get("meeting_notice"),
        "may_sign": request.may("sessions.sign_invitation") is None,
        "may_press": _may_press(request),
        "refusal": refusal,
    }
    return render(request, "sittings/invited.html", context, status=status_of(refusal) if refusal else 200)


def _may_tell_press(request: HttpRequest, sitting: Any) -> bool:
    """Whether the person notes on this day that the press has got the agenda; the deed asks again."""
    gathering = sitting.gathering
    is_day = gathering.on == request.on and gathering.state in ("planned", "open")
    return is_day and sitting.agenda_frozen_at is not None and _may_press(request)


def _may_press(request: HttpRequest) -> bool:
    return any(request.may(right) is None for right in ("sessions.invite_press", "sessions.prepare"))


def place_of(pk: int, from_question: str | None) -> tuple[int, str]:
    """Which page shows the deed on this line: its question's, or the sitting's lists."""
    one = papers.invited_line(pk)
    if from_question and one.question_id:
        return one.question_id, "question"
    return one.sitting_id, "invited"
