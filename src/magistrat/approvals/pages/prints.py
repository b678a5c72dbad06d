"""What is printed of an approval: the sheet of visas and the record of disagreements (KR 4.16.3, 4.16.7; DR 5.8)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.approvals.queries import lists, state
from magistrat.documents.actions import looks
from magistrat.documents.queries import access
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def sheet(request: HttpRequest, document_id: int) -> HttpResponse:
    """Лист погодження: who visaed which version and when."""
    return _printed(request, document_id, "approvals/sheet.html", "лист погодження")


@allow(any_post=True)
@require_GET
def record(request: HttpRequest, document_id: int) -> HttpResponse:
    """Протокол невідповідностей: remarks that hold, with the author's answers."""
    return _printed(request, document_id, "approvals/record.html", "протокол невідповідностей")


def _printed(request: HttpRequest, document_id: int, template: str, what: str) -> HttpResponse:
    document = access.get_visible(request.actor, document_id)
    found = state.of_document(document_id)
    if found is None:
        raise Http404
    looks.looked(actor=request.actor, at=request.at, document=document, what=what)
    lists.name_holders(found.steps, request.on)
    context = {
        "document": document,
        "found": found,
        "approval": found.approval,
        "steps": [step for step in found.steps if step.state != "skipped"],
        "remarks": [one for one in found.remarks if one.answer.voided_at is None],
        "drafter": lists.holder(found.approval.drafter_id, request.on),
    }
    return render(request, template, context)
