"""What printing, relations and redactions show on the act's page; called from `apps.ready`."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from magistrat.acts.queries import history, links, redactions, registrars
from magistrat.acts.relation_form import RelationForm


def register() -> None:
    """Offer the panels and the pages beside acts."""
    from magistrat.acts import beside
    from magistrat.ui import menu, panels

    panels.register("approvals.visa", beside.named_acts, 10)
    panels.register("acts.actions", print_buttons, 50)
    panels.register("acts.act", relations, 60)
    panels.register("acts.act", texts, 70)
    menu.register("Раніше видані акти", "acts:bring_in", ["records.bring_in"], order=87, icon="inbox")


def print_buttons(request: Any, act: Any) -> str:
    """The printed form as PDF and DOCX."""
    return render_to_string("acts/print_buttons.html", {"act": act}, request)


def relations(request: Any, act: Any) -> str:
    """What the act does to others, what is done to it, what its text names; its drafter adds and takes out."""
    does, done = links.of_act(actor=request.actor, act=act, on=request.on)
    is_draft = act.state == "draft"
    proposed = links.proposed(act) if is_draft else []
    if not (does or done or is_draft):
        return ""
    context = {
        "act": act,
        "does": does,
        "done": done,
        "proposed": proposed,
        "is_open": is_draft and links.is_drafters(act, request.actor),
        "kinds": links.CHOICES,
        "labels": links.points_of(act) if is_draft else [],
        "relation_form": RelationForm(auto_id="zv-%s"),
        "suggest_url": reverse("acts:suggest"),
    }
    return render_to_string("acts/relations.html", context, request)


def is_force_noted(request: Any, act: Any) -> bool:
    """Whether the person may write down what the force of the act waits for, or that a court has ended it."""
    is_drafters = act.drafter_id in request.actor.line or request.actor.post_id == act.drafter.head_id
    return is_drafters or registrars.refusal(act, request.actor, request.on) is None


def texts(request: Any, act: Any) -> str:
    """Whether the act has force today, its redactions, those that are awaited with their day (KR 15.13)."""
    if act.state != "registered":
        return ""
    past = history.of(act)
    context = {
        "act": act,
        "standing": past.on(request.on),
        "redactions": past.redactions,
        "awaited": redactions.awaited(act),
        "clause": redactions.clause(act),
        "on": request.on,
        "may_force": is_force_noted(request, act),
    }
    return render_to_string("acts/redactions.html", context, request)
