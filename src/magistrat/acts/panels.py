"""What acts show on the pages of lower apps."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from magistrat.acts.queries import drafts


def on_card(request: Any, document: Any) -> str:
    """On the card of an act: the way to it. On a registered paper: acts prepared on its execution and the way to begin one."""
    if document.direction == "act":
        act = drafts.act_of_document(document.pk)
        return render_to_string("acts/panel_own.html", {"act": act}, request) if act else ""
    if document.direction == "outgoing" or not document.is_registered:
        return ""
    acts = drafts.acts_on(request.actor, document.pk)
    may_draft = request.may("act.draft") is None
    if not acts and not may_draft:
        return ""
    tasks = drafts.open_tasks(request.actor, document.pk) if may_draft else []
    context = {"acts": acts, "tasks": tasks, "document": document, "may_draft": may_draft}
    return render_to_string("acts/panel_paper.html", context, request)
