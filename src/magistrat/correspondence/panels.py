"""What letters show on the pages of lower apps."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from magistrat.correspondence import queries


def on_card(request: Any, document: Any) -> str:
    """On an incoming paper: its answers and the way to write one. On an outgoing one: the way back to its letter."""
    if document.direction == "outgoing":
        letter = queries.letter_of_document(document.pk)
        return render_to_string("correspondence/panel_outgoing.html", {"letter": letter}, request) if letter else ""
    if not queries.may_answer(document):
        return ""
    replies = queries.replies_to(actor=request.actor, document=document.pk)
    may_draft = request.may("letter.draft") is None
    tasks = queries.open_tasks(actor=request.actor, document=document.pk) if may_draft else []
    if not replies and not tasks:
        return ""
    context = {"replies": replies, "tasks": tasks, "document": document}
    return render_to_string("correspondence/panel.html", context, request)
