"""Beside the text that is visaed: the acts that it names, each with its force and its words of the day."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from magistrat.acts.queries import facts, on_paper
from magistrat.documents.queries import access


def named_acts(request: Any, visa: Any) -> str:
    """Acts that the version names: those of the register open right here, the others are told as not found; two statements."""
    named = facts.references(on_paper.read(visa.version.content))
    documents = [act.document_id for _, act in named if act is not None]
    seen = (
        set(access.visible(request.actor).filter(pk__in=documents).values_list("pk", flat=True)) if documents else set()
    )
    rows = [(reference, act, act is not None and act.document_id in seen) for reference, act in named]
    return render_to_string("acts/named.html", {"rows": rows}, request) if rows else ""
