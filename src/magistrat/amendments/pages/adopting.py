"""Adopting a draft: what will change, what goes on under the edition in force, by which decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from magistrat.amendments import forms, queries
from magistrat.amendments.actions import adopting
from magistrat.amendments.actions.deeds import RIGHT
from magistrat.amendments.pages.drafts import about, found_or_404
from magistrat.amendments.pages.reading import examined
from magistrat.rules.refusal import Refusal
from magistrat.ui import paging, words
from magistrat.ui.routes import allow

ACT = "рішення виконавчого комітету"


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The last page before an edition comes into force."""
    found = found_or_404(draft_id)
    form = forms.AdoptForm(request.POST or None, initial={"act": ACT, "seen": found.version})
    refusal = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            edition = adopting.adopt(
                actor=request.actor, at=request.at, draft=draft_id, in_force_from=said["in_force_from"],
                decision=adopting.Decision(said["act"].strip(), said["number"].strip(), said["decided_on"]),
                seen=said["seen"], confirmed=said["confirmed"],
            )  # fmt: skip
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, f"Редакцію прийнято: чинна з {words.day(edition.in_force_from)}.")
            return redirect("regulation:editions")
    shown = {
        **about(found), "form": form, "refusal": refusal, **examined(found, request.on),
        "counts": queries.open_counts(),
        "visas": queries.open_visas(request.actor),
        "page": paging.keyset(queries.open_tasks(request.actor), ["due_on", "id"], request.GET.get("after")),
    }  # fmt: skip
    return render(request, "amendments/adopt.html", shown, status=422 if request.method == "POST" else 200)
