"""The panel of a clause of the regulation: arrivals whose review or registration is due by it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from magistrat.documents.queries import arrivals, terms
from magistrat.rules import handling


def shown(request: HttpRequest, subject: Any) -> str:
    """Arrivals that the person sees; asked only for clauses of such terms, so that other pages cost nothing."""
    if request.actor is None or not handling.OF_ARRIVALS & set(subject.keys):
        return ""
    rows = [
        row
        for reviewed in (False, True)
        for row in arrivals.queue(actor=request.actor, on=request.on, reviewed=reviewed).rows
    ]
    terms.put_terms(rows, on=request.on)
    held = [row for row in rows if row.handle_clause in subject.clauses]
    return render_to_string("documents/arrivals/held_by_clause.html", {"held": held}, request) if held else ""
