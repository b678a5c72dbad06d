"""Papers under one number: the first and what was registered to it with «до» (DR 10.9)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from magistrat.documents.models import Document
from magistrat.documents.queries import points
from magistrat.regulation import queries as regulation


def first_of(document: Document) -> Document | None:
    """The registered paper to which this one was registered with «до», if it was; one statement, none for others."""
    if not document.supplement:
        return None
    return _under_number(document).filter(supplement=0).select_related("kind").first()


def of(document: Document) -> Sequence[Document]:
    """What was registered to the paper with «до», in order; one statement, none where the regulation knows no such index."""
    is_known = regulation.rules_of(document.edition_id).get(points.SUPPLEMENT) is not None
    if document.supplement or document.number is None or not is_known:
        return []
    return list(_under_number(document).filter(supplement__gt=0).order_by("supplement"))


def _under_number(document: Document) -> QuerySet[Document]:
    same = {"registry": document.registry_id, "period": document.period, "number": document.number}
    return Document.objects.filter(**same, state=Document.State.REGISTERED)
