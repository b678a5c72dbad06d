"""An approval as a panel: its route with visas, days and remarks, and what the one who looks may do there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from magistrat.approvals.forms import VERDICTS, PaperAnswerForm, ReasonForm
from magistrat.approvals.queries import lists, state
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import approving

OUTCOMES = {
    "agreed": "погодити",
    "remarks": "погодити із зауваженнями",
    "objected": "не погодити",
    "returned": "повернути на доопрацювання",
}
REPORT = "approval.report"


def on_document(request: HttpRequest, document: int) -> str:
    """The whole approval of a document; "" when it was never sent."""
    found = state.of_document(document)
    return render_to_string("approvals/panel.html", context(request, found), request) if found else ""


def context(request: HttpRequest, found: state.State) -> dict[str, Any]:
    """What the panel shows of an approval to the one who looks."""
    is_drafters = may_draft(request, found)
    lists.name_holders(found.steps, request.on)
    return {
        "found": found,
        "approval": found.approval,
        "own": [step for step in found.steps if step.state == "open" and actor_for(request, step.post_id)],
        "papers": _papers(request, found, is_drafters=is_drafters),
        "is_drafters": is_drafters,
        "may_recall": is_drafters and found.approval.state in ("running", "agreed"),
        "may_report": bool(found.unreported) and may_report(request),
        "reason_form": ReasonForm(auto_id="recall-%s"),
        "verdicts": VERDICTS,
        "back": request.get_full_path(),
        "is_closed": found.approval.state == "closed",
    }


def actor_for(request: HttpRequest, post: int | None) -> Actor | None:
    """In whose name the person answers for the post: the present choice first, then his other posts; nothing when in none."""
    choices: list[Actor] = [request.actor, *request.actors]
    return next((actor for actor in choices if post is not None and actor.post_id == post), None)


def drafter_for(request: HttpRequest, found: state.State) -> Actor:
    """In whose name the person does the drafter's deeds."""
    drafter = found.approval.drafter
    wanted = (drafter.pk, drafter.head_id)
    return next((actor for actor in (request.actor, *request.actors) if actor.post_id in wanted), request.actor)


def may_draft(request: HttpRequest, found: state.State) -> bool:
    """Whether the person is the drafter, stands in for him, or heads him."""
    drafter = found.approval.drafter
    return drafter.pk in request.actor.line or any(one.post_id == drafter.head_id for one in request.actors)


def may_report(request: HttpRequest) -> bool:
    """Whether one of the person's posts reports remarks to the mayor."""
    return reporter(request) is not None


def reporter(request: HttpRequest) -> Actor | None:
    """In whose name the person reports remarks to the mayor."""
    choices: list[Actor] = [request.actor, *request.actors]
    allowed = (one for one in choices if regulation.refusal(actor=one, right=REPORT, on=request.on) is None)
    return next(allowed, None)


def _papers(request: HttpRequest, found: state.State, *, is_drafters: bool) -> list[tuple[Any, PaperAnswerForm]]:
    """Bodies outside whose turn has come, each with the form of its paper answer."""
    clerk = any(request.may(right) is None for right in ("document.register_incoming", "document.register_unit"))
    if not (is_drafters or clerk):
        return []
    outcomes = [(key, OUTCOMES[key]) for key in approving.outcomes(found.edition, found.approval.kind)]
    return [
        (step, PaperAnswerForm(outcomes=outcomes, on=request.on, initial={"on": request.on}, auto_id=f"p{step.pk}-%s"))
        for step in found.steps
        if step.is_outer and step.state == "open"
    ]
