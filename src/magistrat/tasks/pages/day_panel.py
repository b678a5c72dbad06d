"""The panel of a day of the calendar: tasks whose term it is, for the terms counted before do not move by themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from magistrat.tasks.queries import due_day


def shown(request: HttpRequest, subject: Any) -> str:
    """Their number, and those that the person may see; nothing where none falls due."""
    due = due_day.due_on(actor=request.actor, day=subject)
    return render_to_string("tasks/due_on_day.html", {"due": due, "day": subject}, request) if due.count else ""
