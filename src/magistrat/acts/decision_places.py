"""What the committee's vote shows on the page of an act, and decisions of sittings in the menu."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from magistrat.acts.pages import sitting
from magistrat.acts.queries import drafts, force, registrars
from magistrat.acts.queries import sitting_decisions as queries
from magistrat.bodies import hooks
from magistrat.rules import decisions


def register() -> None:
    """Put the panel onto the page of an act, the way to decisions onto a sitting's page and into the menu."""
    from magistrat.ui import menu, panels

    panels.register("acts.act", on_act, 5)
    panels.register("sittings.head", sitting.on_sitting, 10)
    menu.register("Рішення засідань", "acts:sittings", list(sitting.SEE), order=46, icon="check")


def on_act(request: Any, act: Any) -> str:
    """How the committee voted, what the decision waits for, what is owed; the deeds of drafter, office and mayor."""
    if act.kind not in decisions.COMMITTEE:
        return ""
    outcomes = queries.of_act(act)
    if not outcomes and act.force != "suspended":
        return ""
    keeps = registrars.refusal(act, request.actor, request.on) is None
    is_drafters = act.drafter_id in request.actor.line or request.actor.post_id == act.drafter.head_id
    edition = drafts.rules_of(act)
    is_adopted = act.outcome_id is not None or act.state == "registered"
    context = {
        "act": act,
        "outcomes": [(one, hooks.page_of(one.gathering)) for one in outcomes],
        "may_hand_over": act.state == "rework" and is_drafters,
        "may_compare": act.state == "check" and keeps,
        "rework_clause": decisions.rework_clause(edition),
        "handovers": [(one, act.state == "registered" and (keeps or (one.is_drafters and is_drafters))) for one in queries.handovers(act)],
        "waits": force.effect(act).waits if act.state == "registered" else (),
        "may_suspend": is_adopted and request.may(decisions.SUSPEND) is None,
        "suspension": edition.get(decisions.SUSPENSION),
    }  # fmt: skip
    return render_to_string("acts/decisions/panel.html", context, request)
