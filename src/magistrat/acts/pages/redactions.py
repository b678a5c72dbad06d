"""The redaction of a changed act: the editor's proposal, corrected and confirmed by a person (KR 15.13; DR 4.12)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from magistrat.acts.actions import redactions
from magistrat.acts.queries import comparing, history, naming, on_paper
from magistrat.acts.queries import redactions as read
from magistrat.documents.actions import looks
from magistrat.documents.actions.files import Upload
from magistrat.rules import act_compare, act_plain
from magistrat.rules.refusal import Refusal
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_http_methods(["GET", "POST"])
def redaction(request: HttpRequest, pk: int, redaction_id: int) -> HttpResponse:
    """What the text becomes, beside what it was; confirmed with its words or with a file."""
    found = history.seen(actor=request.actor, act_id=pk)
    try:
        one = read.one(redaction_id)
    except read.NoRedaction:
        raise Http404 from None
    if one.act_id != pk:
        raise Http404
    looks.looked(actor=request.actor, at=request.at, document=found.document, what="редакцію акта")
    refusal = None
    if request.method == "POST":
        try:
            redactions.confirm(actor=request.actor, at=request.at, redaction=one.pk, **_given(request))
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, "Редакцію підтверджено.")
            return redirect(f"{reverse('acts:act', args=[pk])}#redaktsii")
    return _shown(request, found, one, refusal)


def _given(request: HttpRequest) -> dict[str, Any]:
    upload = request.FILES.get("file")
    if upload is not None and "z_failom" in request.POST:
        return {"upload": Upload(upload.name, upload)}
    title, words = request.POST.get("title", ""), request.POST.get("words", "")
    text, left = act_plain.read(title, words, request.on)
    if left:
        raise Refusal("", f"Не розпізнано, до якої частини акта належить: «{left[0][:80]}». Уточніть текст.")
    return {"text": text}


def _shown(request: HttpRequest, found: Any, one: Any, refusal: Refusal | None) -> HttpResponse:
    proposal = read.proposal(one)
    text, before = on_paper.read(one.text) if one.text else proposal.text, read.before(one)
    titles = comparing.titles(text, before)
    context = {
        "act": found,
        "document": found.document,
        "redaction": one,
        "by": naming.full(one.by_act) if one.by_act else "",
        "troubles": () if one.confirmed_at else proposal.troubles,
        "pairs": act_compare.changed(act_compare.compare(before, text, titles)),
        "title": request.POST.get("title", text.title),
        "words": request.POST.get("words", act_plain.written(text, titles)),
        "refusal": refusal,
    }
    return render(request, "acts/redaction.html", context, status=status_of(refusal) if refusal else 200)
