"""An act opened on a page: found as `drafts.act` finds it, and written down where looking is watched."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from magistrat.acts.queries import drafts
from magistrat.documents.actions import looks


def act(request: HttpRequest, pk: int, what: str = "акт") -> Any:
    """An act that the person sees.

    :raises Refusal: when there is none or it is not for him; which of the two is not told.
    """
    return shown(request, drafts.act(actor=request.actor, act_id=pk), what)


def shown(request: HttpRequest, found: Any, what: str = "акт") -> Any:
    """The act that was found already, about to be shown."""
    looks.looked(actor=request.actor, at=request.at, document=found.document, what=what)
    return found
