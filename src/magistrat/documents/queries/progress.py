"""How far the search is filled."""

from __future__ import annotations

from magistrat.documents.models import Document


def not_searchable() -> int:
    """How many documents the search does not know yet; one statement."""
    return Document.objects.filter(body__isnull=True).count()
