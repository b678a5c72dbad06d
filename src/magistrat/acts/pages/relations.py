"""Relations of acts: entered in a draft, taken out again, found by what the text names."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from magistrat.acts.actions import relating
from magistrat.acts.pages import act as page
from magistrat.acts.queries import links
from magistrat.acts.relation_form import RelationForm
from magistrat.rules.refusal import Refusal
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_POST
def relate(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the draft does to an earlier act."""
    form = RelationForm(request.POST)
    if not form.is_valid():
        refusal = Refusal("", " ".join(str(words) for errors in form.errors.values() for words in errors))
        return page.show(request, pk, refusal)
    try:
        relating.relate(actor=request.actor, at=request.at, act=pk, **form.given())
    except Refusal as refusal:
        return page.show(request, pk, refusal)
    messages.success(request, "Зв'язок зазначено.")
    return redirect(f"{reverse('acts:act', args=[pk])}#zviazky")


@allow(any_post=True)
@require_POST
def withdraw(request: HttpRequest, pk: int, relation: int) -> HttpResponse:
    """Take a relation out of the draft."""
    try:
        relating.withdraw(actor=request.actor, at=request.at, relation=relation)
    except Refusal as refusal:
        return page.show(request, pk, refusal)
    messages.success(request, "Зв'язок вилучено.")
    return redirect(f"{reverse('acts:act', args=[pk])}#zviazky")


@allow(any_post=True)
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """Registered acts by number or words of the heading, as rows of suggestions."""
    return render(request, "acts/suggested.html", {"acts": links.suggest(request.GET.get("q", ""))})
