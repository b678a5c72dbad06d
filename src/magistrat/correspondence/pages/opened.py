"""A letter opened on a page: found as `queries.letter` finds it, and written down where looking is watched."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from magistrat.correspondence import queries
from magistrat.documents.actions import looks


def letter(request: HttpRequest, pk: int, what: str = "лист") -> Any:
    """A letter that the person sees.

    :raises Refusal: when there is none or it is not for him.
    """
    found = queries.letter(actor=request.actor, letter_id=pk)
    looks.looked(actor=request.actor, at=request.at, document=found.document, what=what)
    return found
