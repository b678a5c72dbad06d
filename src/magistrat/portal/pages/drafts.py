"""Published drafts, and proposals to them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from magistrat.acts.queries import public as acts
from magistrat.documents.queries import public_versions
from magistrat.portal.forms import ProposalForm
from magistrat.portal.pages import shown
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import proposals
from magistrat.sittings.queries import public
from magistrat.ui import paging
from magistrat.ui.routes import allow

HERE = "portal:drafts"
# So many proposals from one address in so many seconds; a person writes fewer.
MOST, SECONDS = 5, 600


@allow(public=True)
@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    """Published drafts, the latest first; `?vidkryti=1`: only those to which proposals are taken."""
    is_open = "vidkryti" in request.GET
    found = public_versions.published(public.DRAFT)
    if is_open:
        found = found.filter(proposals_until__gte=request.on)
    page = paging.keyset(found, public_versions.NEWEST, request.GET.get("after"))
    questions = public.questions_of([one.document_id for one in page.rows])
    rows = [(one, questions.get(one.document_id), _is_open(one, request)) for one in page.rows]
    context = {"page": page, "rows": rows, "is_open": is_open, **shown.tabs(HERE)}
    return render(request, "portal/drafts.html", context)


@allow(public=True)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, document_id: int) -> HttpResponse:
    """One draft as published; a proposal to it."""
    versions = public_versions.all_of(document_id, public.DRAFT)
    held = next((one for one in versions if one.is_published), None)
    if held is None:
        gone = next((one for one in versions if one.state == "taken_down"), None)
        if gone is None:
            raise Http404
        return shown.taken_down(request, gone.title, gone.ended_reason, gone.ended_at)
    form = ProposalForm(request.POST if request.method == "POST" else None)
    refusal, status = None, 200
    if request.method == "POST":
        if shown.is_too_often(request, "portal.proposal", most=MOST, seconds=SECONDS):
            return shown.rests(request)
        # A field that no person sees: whoever fills it in is a program, and is told nothing of that.
        if request.POST.get("adresa"):
            return redirect("portal:draft", document_id)
        status = 422
        if form.is_valid():
            try:
                made = proposals.take(actor=proposals.VISITOR, at=request.at, document=document_id, **form.cleaned_data)
            except Refusal as refused:
                refusal, status = refused, 409
            else:
                return redirect(f"{reverse('portal:draft', args=[document_id])}?nadislano={made.number}#propozytsii")
    context: dict[str, Any] = {
        "version": held,
        "earlier": [one for one in versions if one.ended_at],
        "question": public.questions_of([document_id]).get(document_id),
        "is_adopted": bool(acts.titles_of([document_id])),
        "is_open": _is_open(held, request),
        "answered": public.answered(document_id),
        "sent": _number(request),
        "form": form,
        "refusal": refusal,
        **shown.tabs(HERE),
    }
    return render(request, "portal/draft.html", context, status=status)


def _is_open(version: Any, request: HttpRequest) -> bool:
    return version.proposals_until is not None and version.proposals_until >= request.on


def _number(request: HttpRequest) -> str:
    said = request.GET.get("nadislano", "")
    return said if said.isdecimal() and len(said) < 8 else ""
