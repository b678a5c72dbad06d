"""What sittings show on the pages of lower and neighbouring apps."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from magistrat.sittings.queries import lists

# Acts that the committee adopts: keys of `rules.steps.ROUTES`.
ADOPTED = frozenset({"committee-decision", "protocol-decision"})
OPEN = frozenset({"draft", "approval", "agreed"})


def on_act(request: Any, act: Any) -> str:
    """On a draft decision: the sittings at which it stands, and the way to bring it in."""
    if act.kind not in ADOPTED:
        return ""
    questions = lists.questions_of(act.document_id)
    may_propose = act.state in OPEN and request.may("sessions.propose_item") is None
    standing = {one.sitting_id for one in questions if one.stage != "out"}
    sittings = [one for one in lists.ahead(request.on) if one.pk not in standing] if may_propose else []
    open_ones = [one for one in sittings if one.agenda_frozen_at is None and one.gathering.state == "planned"]
    if not questions and not open_ones:
        return ""
    context = {"questions": questions, "sittings": open_ones[:4], "document": act.document_id}
    return render_to_string("sittings/panel.html", context, request)
