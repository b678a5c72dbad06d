"""The bell that the outbox puts into the top bar."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from magistrat.outbox import queries


def bell(request: HttpRequest, subject: object) -> str:
    """The bell with the count of unread notices of the present post."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return ""
    return render_to_string("outbox/bell.html", {"unread": queries.unread_count(actor)}, request=None)
