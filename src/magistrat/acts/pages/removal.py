"""The proposal of an act «Про зняття з контролю» with its list (KR 8.20.11)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from magistrat.acts.actions import proposing
from magistrat.acts.queries import drafts, removal
from magistrat.rules import act_kinds
from magistrat.rules.refusal import Refusal
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

KINDS = (act_kinds.ORDER, act_kinds.COMMITTEE, act_kinds.COUNCIL)


@allow("control.report", "control.submit_case")
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Executed acts on control; the chosen ones become the points of a draft."""
    rule = removal.rule(request.on)
    if rule is None:
        raise Http404
    refusal = None
    if request.method == "POST":
        chosen = [int(one) for one in request.POST.getlist("act") if one.isdecimal()]
        try:
            draft = proposing.propose(
                actor=request.actor, at=request.at, acts=chosen, kind=request.POST.get("kind", act_kinds.ORDER)
            )
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, "Проєкт створено. Перевірте його й надішліть на погодження.")
            return redirect("acts:act", draft.pk)
    context = {
        "rule": rule,
        "acts": removal.candidates(request.actor),
        "due": removal.due_on(request.on),
        "last": removal.last_on(),
        "kinds": [(one.key, one.label) for one in drafts.kinds(request.on) if one.key in KINDS],
        "refusal": refusal,
    }
    return render(request, "acts/signing/removal.html", context, status=status_of(refusal) if refusal else 200)
