"""The panel of a clause of the regulation: tasks and controls that it holds today."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from magistrat.tasks.queries import by_clause


def shown(request: HttpRequest, subject: Any) -> str:
    """What the person sees of it; nothing to one without a post, and nothing where nothing is held."""
    if request.actor is None:
        return ""
    held = by_clause.held(actor=request.actor, clauses=subject.clauses, on=request.on)
    if not held.open_tasks and not held.on_control:
        return ""
    return render_to_string("tasks/held_by_clause.html", {"held": held, "on": request.on}, request)
