"""All papers of a sitting: one PDF with bookmarks, the register of originals, what else is printed."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.rules.refusal import Refusal
from magistrat.sittings.pages import head
from magistrat.sittings.queries import lists, materials, papers, titles
from magistrat.storage import queries as storage
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of a sitting."""
    return show(request, pk)


def show(request: HttpRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    """The papers, with the refusal of a deed on their top."""
    sitting = lists.sitting(pk)
    receipts, unread = papers.receipts(sitting), titles.unread(request.actor, sitting, request.on)
    titles.veil((one.question for one in receipts), unread)
    context: dict[str, Any] = {
        **head.of(request, sitting, "sittings:materials"),
        "binder": materials.last(sitting),
        "ready": materials.newest(sitting),
        "receipts": receipts,
        "unread": unread,
        "may_read": may_read(request),
        "refusal": refusal,
    }
    return render(request, "sittings/materials.html", context, status=status_of(refusal) if refusal else 200)


@allow("sessions.prepare", "sessions.review_drafts", "sessions.agree_agenda")
@require_GET
def binder(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The newest PDF of all materials."""
    return pdf_of(lists.sitting(pk))


@allow(any_post=True)
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the materials are, for the page that waits."""
    sitting = lists.sitting(pk)
    context = {"sitting": sitting, "binder": materials.last(sitting), "ready": materials.newest(sitting),
               "may_read": may_read(request)}  # fmt: skip
    return render(request, "sittings/progress.html", context)


def may_read(request: HttpRequest) -> bool:
    """Whether the whole of the papers is the person's to read by his office; members read them on their own page."""
    rights = ("sessions.prepare", "sessions.review_drafts", "sessions.agree_agenda")
    return any(request.may(right) is None for right in rights)


def pdf_of(sitting: Any) -> FileResponse:
    """The newest materials, shown by the browser itself."""
    ready = materials.newest(sitting)
    if ready is None or ready.blob_id is None:
        raise Http404
    name = f"materialy-{sitting.gathering.on:%Y-%m-%d}.pdf"
    return FileResponse(storage.open_blob(ready.blob_id), filename=name, content_type="application/pdf")
