"""The list of drafts, and one draft with its changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from magistrat.amendments import forms, queries
from magistrat.amendments.actions import drafting
from magistrat.amendments.actions.deeds import RIGHT
from magistrat.regulation import queries as regulation
from magistrat.rules import differing
from magistrat.rules.refusal import Refusal
from magistrat.ui import words
from magistrat.ui.routes import allow


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def drafts(request: HttpRequest) -> HttpResponse:
    """All drafts; a new one begins here."""
    form = forms.BeginForm(request.POST or None, editions=editions(), initial={"base": request.GET.get("z")})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = drafting.begin(actor=request.actor, at=request.at, **form.cleaned_data)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, "Проєкт розпочато: знайдіть правило, яке треба змінити.")
            return redirect("amendments:draft", made.pk)
    shown = {"drafts": queries.drafts(), "form": form, "refusal": refusal}
    return render(request, "amendments/drafts.html", shown, status=422 if request.method == "POST" else 200)


@allow(RIGHT)
@require_http_methods(["GET"])
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A draft: what it changes, its changes with their reasons, and the search for an entry to change."""
    found = found_or_404(draft_id)
    sought = request.GET.get("q", "").strip()[:100]
    shown = {
        **about(found),
        "changes": queries.changes(draft_id),
        "sought": sought,
        "hits": queries.entries_like(queries.rules_of_draft(found), sought),
        "rights": queries.rights_like(found, sought),
    }
    return render(request, "amendments/draft.html", shown)


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A draft that will not be adopted."""
    found = found_or_404(draft_id)
    form = forms.ReasonForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            drafting.drop(actor=request.actor, at=request.at, draft=draft_id, reason=form.cleaned_data["reason"])
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, f"Проєкт «{found.title}» відкинуто.")
            return redirect("amendments:drafts")
    shown = {
        **about(found), "form": form, "refusal": refusal, "heading": "Відкинути проєкт", "button": "Відкинути",
        "lead": "Відкинутий проєкт не змінюють і не приймають; його можна прочитати.",
    }  # fmt: skip
    return render(request, "amendments/reason.html", shown, status=422 if request.method == "POST" else 200)


def editions() -> list[tuple[int, str]]:
    """Adopted editions as a choice, newest first."""
    return [(one.pk, f"чинна з {words.day(one.in_force_from)}") for one in regulation.editions()]


def found_or_404(draft_id: int) -> Any:
    """The draft, or the page that says there is none."""
    try:
        return queries.draft(draft_id)
    except queries.NotThere:
        raise Http404("Такого проєкту немає.") from None


def about(found: Any) -> dict[str, Any]:
    """What every page of a draft says of it."""
    old, new = regulation.rules_of(found.base_id), queries.rules_of_draft(found)
    return {
        "draft": found,
        "is_open": found.state == found.State.OPEN,
        "difference_count": len(differing.differences(old, new)),
    }
