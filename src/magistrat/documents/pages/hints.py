"""What is answered while a clerk types: correspondents, posts, earlier papers, typical contents."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.documents.forms.fields import read_day
from magistrat.documents.queries import correspondents, duplicates, search
from magistrat.organisation import queries as organisation
from magistrat.ui.routes import allow

CLERKS = (
    "arrival.receive",
    "document.register_incoming",
    "document.register_internal",
    "document.register_unit",
    "letter.draft",
)


@allow(*CLERKS)
@require_GET
def correspondent_options(request: HttpRequest) -> HttpResponse:
    """Options of the combobox: three letters, code or a misspelt name."""
    found = correspondents.suggest(request.GET.get("q", ""))
    signers = correspondents.signers([one.pk for one in found])
    for one in found:
        said = signers.get(one.pk, "")
        one.fill = json.dumps({"signed_by": said} if said else {}, ensure_ascii=False)
    return render(request, "documents/hints/correspondents.html", {"found": found})


@allow(any_post=True)
@require_GET
def post_options(request: HttpRequest) -> HttpResponse:
    """Posts with their holders, by initials or letters."""
    found = organisation.suggest(request.GET.get("q", ""), request.on)
    return render(request, "documents/hints/posts.html", {"found": found})


@allow(any_post=True)
@require_GET
def document_options(request: HttpRequest) -> HttpResponse:
    """Documents to relate to, by index, number or words."""
    found = search.to_link(actor=request.actor, text=request.GET.get("q", ""), but=_id(request, "but"))
    return render(request, "documents/hints/documents.html", {"found": found})


@allow(*CLERKS)
@require_GET
def already(request: HttpRequest) -> HttpResponse:
    """«Уже зареєстровано?» and earlier papers of the correspondent, under his fields."""
    correspondent = _id(request, "correspondent")
    context: dict[str, object] = {"same": [], "earlier": []}
    if correspondent:
        index, day = request.GET.get("their_index", "").strip(), _day(request)
        if index:
            context["same"] = duplicates.while_typing(
                actor=request.actor, correspondent=correspondent, their_index=index, their_date=day
            )
        context["earlier"] = search.earlier(
            actor=request.actor,
            correspondent=correspondent,
            summary=request.GET.get("summary", ""),
            but=_id(request, "arrival"),
        )
    return render(request, "documents/hints/already.html", context)


@allow(*CLERKS)
@require_GET
def summaries(request: HttpRequest) -> HttpResponse:
    """Short contents written before, for the list under the field."""
    since = request.on.replace(year=request.on.year - 1, day=1)
    found = search.typical_summaries(actor=request.actor, text=request.GET.get("q", ""), since=since)
    return render(request, "documents/hints/summaries.html", {"found": found})


def _id(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else None


def _day(request: HttpRequest) -> object:
    try:
        return read_day(request.GET.get("their_date", ""), request.on)
    except ValueError:
        return None
