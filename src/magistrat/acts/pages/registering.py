"""The number of a signed act, and the term that it sets itself (KR 6.15-6.22; DR 5.13)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.acts.actions import registering
from magistrat.acts.actions.registering import Details
from magistrat.acts.forms.office import RegisterForm, TermForm
from magistrat.acts.pages import act as page
from magistrat.acts.pages import opened
from magistrat.acts.queries import office as queries
from magistrat.acts.queries import registrars
from magistrat.documents.queries import nomenclature
from magistrat.regulation import queries as regulation
from magistrat.rules import lateness, orders
from magistrat.rules.refusal import Refusal
from magistrat.ui import paging
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

REGISTER = "document.register_act"


@allow(REGISTER)
@require_GET
def office(request: HttpRequest) -> HttpResponse:
    """What waits for those who keep the registries: to be signed, to get a number, to be sent."""
    kept = registrars.registries_of(request.actor, request.on)
    stage = request.GET.get("etap", "reiestratsiia")
    counts = queries.counts(kept)
    stages = (("reiestratsiia", "До реєстрації"), ("pidpys", "На підписі"), ("rozsylka", "До розсилки"))
    context = {
        "tabs": [
            {"label": label, "url": f"{reverse('acts:office')}?etap={key}", "is_current": key == stage, "count": counts[key]}
            for key, label in stages
        ],
        "stage": stage,
        "page": paging.asked(request, queries.waiting(kept, stage), ["due_on", "id"]),
        "registries": kept,
        # A city without hours of rounds keeps no list of them.
        "has_rounds": bool(orders.hours(regulation.rules_on(request.on))),
    }  # fmt: skip
    return render(request, "acts/signing/office.html", context)


@allow(REGISTER)
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """The number and date; an electronic original needs one button alone."""
    act = opened.act(request, pk)
    is_late = lateness.is_late(act.due_on, done_on=None, on=request.on)
    cases = nomenclature.open_cases(request.on.year, [act.drafter.department_id, *request.actor.departments])
    form = RegisterForm(
        request.POST if request.method == "POST" else None, case_files=[(one.pk, f"{one.index} {one.title}") for one in cases],
        is_normative=act.is_normative, is_late=is_late,
        initial={"pages": act.signed_file.pages if act.signed_file else None, "in_force_until": act.in_force_until},
    )  # fmt: skip
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        confirm = data.pop("confirm", False)
        try:
            done = registering.register(
                actor=request.actor, at=request.at, act=pk, details=Details(**data), confirm=confirm
            )
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, f"Акт зареєстровано: № {done.document.index} від {done.adopted_on:%d.%m.%Y}.")
            return redirect("acts:act", pk)
    context = {
        "act": act,
        "document": act.document,
        "form": form,
        "refusal": refusal,
        "registry": registrars.registry_of(act),
        "is_late": is_late,
    }
    return render(request, "acts/signing/register.html", context, status=status_of(refusal) if refusal else 200)


@allow(REGISTER)
@require_POST
def term(request: HttpRequest, pk: int) -> HttpResponse:
    """Until which day a registered act has force."""
    form = TermForm(request.POST)
    refusal: Refusal | None = Refusal("", "Зазначте день у вигляді ДД.ММ.РРРР.")
    if form.is_valid():
        try:
            registering.set_term(actor=request.actor, at=request.at, act=pk, until=form.cleaned_data["until"])
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, "Строк дії зазначено.")
            return redirect("acts:act", pk)
    return page.show(request, pk, refusal)
