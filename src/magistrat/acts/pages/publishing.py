"""«Оприлюднення» of acts: what waits, the copy without personal data, the deed of publication and of taking down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from magistrat.acts.actions import deeds, publishing
from magistrat.acts.pages import opened
from magistrat.acts.queries import naming, public, redactions
from magistrat.documents.actions.files import Upload
from magistrat.documents.forms import publicity as form
from magistrat.documents.queries import public_versions
from magistrat.rules import personal_data, publicity
from magistrat.rules.refusal import Refusal
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

SAID = {
    "pidhotuvaty": "Копію для оприлюднення підготовлено.",
    "opryliudnyty": "Акт оприлюднено.",
    "zniaty": "Акт знято з оприлюднення.",
}


@allow(publicity.RIGHT)
@require_GET
def to_publish(request: HttpRequest) -> HttpResponse:
    """Registered acts that the public does not see yet, each with its last day."""
    rows = [(act, naming.short(act), public.due(act)) for act in public.waiting()]
    return render(request, "acts/public/waiting.html", {"rows": rows})


@allow(any_post=True)
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """One act: what the public sees of it, the copy that is prepared, what may be done."""
    may_publish = request.may(publicity.RIGHT) is None
    act = (public.one(pk) if may_publish else None) or opened.act(request, pk)
    refusal = publishing.refusal(act)
    chosen = _redaction(request)
    if request.method == "POST" and refusal is None:
        try:
            _do(request, act, chosen)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, SAID[request.POST["diia"]])
            return redirect("acts:publishing", pk)
    return _show(request, act, chosen, refusal, may_publish=may_publish)


def _do(request: HttpRequest, act: Any, redaction: int | None) -> None:
    said = {"actor": request.actor, "at": request.at, "act": act.pk, "redaction": redaction}
    deed = request.POST.get("diia", "")
    if deed == "pidhotuvaty":
        if "checked" not in request.POST:
            raise Refusal("", "Підтвердьте, що переглянули текст цілком.")
        file = request.FILES.get("file")
        upload = Upload(file.name or "", file.file) if file else None
        publishing.prepare(**said, judged=form.judged(request.POST), upload=upload)
    elif deed == "opryliudnyty":
        publishing.publish(**said, reason=request.POST.get("reason", ""))
    elif deed == "zniaty":
        publishing.take_down(**said, reason=request.POST.get("reason", ""))
    else:
        raise Refusal("", "Такої дії немає.")


def _show(
    request: HttpRequest, act: Any, redaction: int | None, refusal: Refusal | None, *, may_publish: bool
) -> HttpResponse:
    never = publishing.refusal(act)
    known = [] if never else redactions.confirmed(act)
    chosen = next((one for one in known if one.pk == redaction), None)
    since = chosen.since if chosen else None
    versions = [] if never else public_versions.all_of(act.document_id, public.WHAT)
    same = [one for one in versions if one.since == since]
    whole = [] if never else publicity.whole(act.title, public.parts(act, chosen))
    context = {
        "act": act,
        "document": act.document,
        "named": naming.short(act),
        "never": never,
        "known": known,
        "chosen": chosen,
        "versions": versions,
        "shown": next((one for one in same if one.is_published), None),
        "ready": next((one for one in same if one.state == "prepared"), None),
        "places": personal_data.shown(whole),
        "digest": personal_data.digest(whole),
        "has_text": len(whole) > 1,
        "due": public.due(act),
        "copy_due": public.copy_due(act),
        "may_publish": may_publish,
        "may_prepare": act.state == "registered" and (may_publish or deeds.is_drafters(act, request.actor)),
        "refusal": refusal if refusal is not never else None,
    }
    return render(
        request, "acts/public/publish.html", context, status=status_of(refusal) if refusal and not never else 200
    )


def _redaction(request: HttpRequest) -> int | None:
    asked = request.POST.get("redaktsiia") or request.GET.get("redaktsiia") or ""
    return int(asked) if asked.isdecimal() and len(asked) < 15 else None
