"""Sending a draft for visas: what it lacks, whom its route asks and by which day, before anything starts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from magistrat.acts import forms
from magistrat.acts.actions import drafting, enclosing, sending_for_visas
from magistrat.acts.pages import act as page
from magistrat.acts.pages import opened
from magistrat.acts.queries import drafts, facts
from magistrat.approvals.queries import route
from magistrat.documents.actions.files import Upload
from magistrat.rules.refusal import Refusal
from magistrat.rules.steps import DEEDS
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

RIGHT = "act.draft"


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """The route that the draft will walk, what the draft lacks, and the button that starts it."""
    if request.method == "POST":
        try:
            sending_for_visas.send(
                actor=request.actor, at=request.at, act=pk, confirm=bool(request.POST.get("confirm")),
                note=request.POST.get("note", ""),
            )  # fmt: skip
        except Refusal as refusal:
            return _preview(request, pk, refusal)
        messages.success(request, "Проєкт надіслано на погодження.")
        return redirect("acts:act", pk)
    return _preview(request, pk)


@allow(RIGHT)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The work on the draft ends."""
    try:
        drafting.cancel(actor=request.actor, at=request.at, act=pk, reason=request.POST.get("remark", ""))
    except Refusal as refusal:
        return page.show(request, pk, refusal)
    messages.success(request, "Проєкт скасовано.")
    return redirect("acts:act", pk)


@allow(RIGHT)
@require_POST
def enclose(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper or words that accompany the draft; `vyluchyty` takes it out again."""
    form = forms.EncloseForm(request.POST, request.FILES)
    if not form.is_valid():
        return page.show(request, pk, Refusal("", "Долучіть файл або зазначте, де це викладено."))
    data = form.cleaned_data
    try:
        if request.POST.get("vyluchyty"):
            enclosing.withdraw(actor=request.actor, at=request.at, act=pk, key=data["key"])
        else:
            enclosing.enclose(
                actor=request.actor, at=request.at, act=pk, key=data["key"], said=data["said"], upload=_upload(data["file"])
            )  # fmt: skip
    except Refusal as refusal:
        return page.show(request, pk, refusal)
    return redirect(f"{reverse('acts:act', args=[pk])}#suprovid")


@allow(RIGHT)
@require_POST
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """A member from outside agrees to be in a commission."""
    form = forms.ConsentForm(request.POST, request.FILES)
    if not form.is_valid():
        return page.show(request, pk, Refusal("", "Зазначте день, коли згоду надано, або долучіть її."))
    data = form.cleaned_data
    try:
        enclosing.keep_consent(
            actor=request.actor, at=request.at, act=pk, name=data["name"], given_on=data["given_on"],
            upload=_upload(data["file"]),
        )  # fmt: skip
    except Refusal as refusal:
        return page.show(request, pk, refusal)
    messages.success(request, "Згоду збережено.")
    return redirect("acts:act", pk)


def _preview(request: HttpRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    found = opened.act(request, pk)
    findings = getattr(refusal, "findings", None) or facts.findings(found, request.on, is_set=True)
    planned: Any = route.preview(
        kind=found.kind,
        flags=facts.flags(found),
        drafter=found.drafter_id,
        in_charge=found.in_charge_id,
        concerned=list(drafts.content_of(found).concerned),
        at=request.at,
        edition=drafts.rules_of(found),
    )
    firm = [one for one in findings if one.is_firm]
    context = {
        "act": found,
        "kind": drafts.kind_of(found),
        "firm": firm,
        "advised": [one for one in findings if not one.is_firm],
        "planned": [(one, DEEDS[one.does]) for one in planned],
        "problems": [one.problem for one in planned if one.problem],
        "is_again": found.state in ("approval", "agreed"),
        "refusal": None if firm else refusal,
    }
    return render(request, "acts/send.html", context, status=status_of(refusal) if refusal else 200)


def _upload(file: Any) -> Upload | None:
    return Upload(file.name or "", file.file) if file else None
