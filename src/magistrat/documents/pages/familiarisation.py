"""«Ознайомлення»: what waits for me to be read, what I gave to others, and the mark on a document's card."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.shortcuts import render as answer
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from magistrat.documents.actions import familiarisation
from magistrat.documents.pages import answers
from magistrat.documents.queries import familiarisation as reading
from magistrat.ui import paging
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """What waits for the person; `?nadani` what his post has given to others."""
    is_given = "nadani" in request.GET
    found = reading.given(request.actor) if is_given else reading.waiting(request.actor)
    address = reverse("documents:reading")
    context = {
        "page": paging.asked(request, found, ["-id"]),
        "is_given": is_given,
        "tabs": [
            {
                "label": "Для мене", "url": address, "is_current": not is_given,
                "count": reading.count(request.actor),
            },
            {"label": "Надано мною", "url": f"{address}?nadani", "is_current": is_given},
        ],
    }  # fmt: skip
    return answer(request, "documents/reading/list.html", context)


@allow(any_post=True)
@require_POST
def note(request: HttpRequest, familiarisation_id: int) -> HttpResponse:
    """«Ознайомлено»."""

    def deed() -> None:
        familiarisation.read(actor=request.actor, at=request.at, familiarisation_id=familiarisation_id)

    return answers.done(request, deed, "Ознайомлення відмічено.", redirect("documents:reading"))


def on_card(request: HttpRequest, document: Any) -> str:
    """Who was given the document and has read it; the mark of the one who looks; more readers."""
    if document.is_waiting:
        return ""
    readers = reading.of_document(document.pk)
    may_give = familiarisation.refusal_to_give(actor=request.actor, at=request.at) is None
    if not readers and not may_give:
        return ""
    context = {
        "document": document,
        "readers": readers,
        "mine": next((one for one in readers if one.waits and one.post_id in request.actor.line), None),
        "read": sum(not one.waits for one in readers),
        "may_give": may_give,
    }
    return render_to_string("documents/reading/panel.html", context, request=request)
