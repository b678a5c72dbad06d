"""The board: whose visas are waited for, how long, of the whole city hall or of one's people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.approvals.pages.visas import BY_TERM, filter_form, wanted_of
from magistrat.approvals.queries import lists
from magistrat.documents.queries import access
from magistrat.ui import paging
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Open visas by their last day, overdue first."""
    form = filter_form(request)
    wanted = wanted_of(request, form)
    page = paging.asked(request, lists.overseen(request.actor, request.on, wanted), BY_TERM)
    lists.name_holders(page.rows, request.on)
    lists.count_days(page.rows, request.on)
    context = {
        "form": form,
        "page": page,
        "is_overseer": lists.is_overseer(request.actor, request.on),
        "figures": lists.figures(request.actor, request.on, wanted),
        "seen": access.seen_of(request.actor, [step.approval.document_id for step in page.rows]),
    }
    return render(request, "approvals/board.html", context)
