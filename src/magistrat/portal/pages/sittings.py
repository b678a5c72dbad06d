"""Sittings as the public sees them: the calendar, agenda as frozen, results with named votes, minutes."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.documents.queries import public_versions
from magistrat.portal.forms import SittingsForm
from magistrat.portal.pages import shown
from magistrat.sittings.queries import public
from magistrat.ui import paging
from magistrat.ui.routes import allow

HERE = "portal:sittings"


@allow(public=True)
@require_GET
def sittings(request: HttpRequest) -> HttpResponse:
    """Coming and past sittings of a year and a body."""
    until = request.on.year + 1
    form = SittingsForm(request.GET, years=shown.years(public.first_year(request.on), until), bodies=public.bodies())
    form.is_valid()
    year, body = form.cleaned_data.get("rik"), form.cleaned_data.get("orhan")
    page = paging.keyset(public.listed(year=year, body=body), public.NEWEST, request.GET.get("after"))
    ahead = [] if request.GET else public.ahead(request.on)
    context = {"form": form, "page": page, "ahead": ahead, **shown.tabs(HERE)}
    return render(request, "portal/sittings.html", context)


@allow(public=True)
@require_GET
def sitting(request: HttpRequest, sitting: int) -> HttpResponse:
    """One sitting: what of it is published."""
    found = public.one(sitting)
    if found is None:
        raise Http404
    disclosed = public.disclosed(found.pk)
    agenda, results = disclosed.get(public.AGENDA), disclosed.get(public.RESULTS)
    contents = [one.content for one in (agenda, results) if one is not None]
    documents = [row["document"] for content in contents for row in content["questions"] if row.get("document")]
    drafts, acts = public.open_documents(documents)
    row = getattr(found, "minutes", None)
    minutes = public_versions.shown(row.document_id, public.MINUTES) if row is not None and row.document_id else []
    context: dict[str, Any] = {
        "sitting": found,
        "gathering": found.gathering,
        "agenda": agenda,
        "results": results,
        "drafts": drafts,
        "acts": acts,
        "minutes": minutes[0] if minutes else None,
        "history": [one for one in public.disclosures(found.pk) if one.state != "published"],
        **shown.tabs(HERE),
    }
    return render(request, "portal/sitting.html", context)


@allow(public=True)
@require_GET
def minutes(request: HttpRequest, document_id: int) -> HttpResponse:
    """The published minutes."""
    versions = public_versions.all_of(document_id, public.MINUTES)
    held = next((one for one in versions if one.is_published), None)
    if held is None:
        gone = next((one for one in versions if one.state == "taken_down"), None)
        if gone is None:
            raise Http404
        return shown.taken_down(request, gone.title, gone.ended_reason, gone.ended_at)
    context = {"version": held, "earlier": [one for one in versions if one.ended_at], **shown.tabs(HERE)}
    return render(request, "portal/minutes.html", context)
