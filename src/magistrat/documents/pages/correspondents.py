"""The directory of correspondents."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.documents.actions import correspondents, merging
from magistrat.documents.forms.directories import CorrespondentForm, DirectoryFilter, MergeForm, SeparateForm
from magistrat.documents.queries import choices
from magistrat.documents.queries import correspondents as read
from magistrat.rules.refusal import Refusal
from magistrat.ui import paging
from magistrat.ui.routes import allow

FIELDS = ("name", "kind", "code", "head", "address", "email", "phone", "is_open")
MERGE = "documents/correspondents/merge.html"
KINDS = {"kind": choices.CORRESPONDENT_KINDS}


@allow(*correspondents.RIGHTS)
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """All correspondents in the order of the Ukrainian alphabet."""
    form = DirectoryFilter(request.GET, choices=KINDS)
    form.is_valid()
    found = read.directory(text=form.cleaned_data.get("q", ""), kind=form.cleaned_data.get("kind", ""))
    page = paging.asked(request, found, read.ORDER)
    return render(request, "documents/correspondents/directory.html", {"form": form, "page": page})


@allow(*correspondents.RIGHTS)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new entry."""
    form = CorrespondentForm(request.POST or None, choices=KINDS, initial={"name": request.GET.get("q", "")})

    def deed() -> None:
        given = {name: value for name, value in form.cleaned_data.items() if name != "is_open"}
        correspondents.add(actor=request.actor, at=request.at, **given)

    return _page(request, form, deed, {"heading": "Новий кореспондент"})


@allow(*correspondents.RIGHTS)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, correspondent_id: int) -> HttpResponse:
    """An entry and what came from it."""
    one = read.correspondent(correspondent_id)
    form = CorrespondentForm(request.POST or None, choices=KINDS, initial={name: getattr(one, name) for name in FIELDS})

    def deed() -> None:
        correspondents.change(
            actor=request.actor, at=request.at, correspondent_id=correspondent_id, **form.cleaned_data
        )

    context: dict[str, object] = {
        "heading": one.name,
        "one": one,
        "merged": read.merged_names(one),
        "may_merge": request.may(merging.RIGHT) is None,
        "separate_form": SeparateForm() if one.merged_into else None,
    }
    return _page(request, form, deed, context)


@allow(merging.RIGHT)
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, correspondent_id: int) -> HttpResponse:
    """Two entries side by side, and which of them stays; `z` is the other's id."""
    one, other = read.correspondent(correspondent_id), _other(request, correspondent_id)
    if other is None:
        return render(request, MERGE, {"one": one, "alike": _looked_for(request, one), "q": request.GET.get("q", "")})
    pair = {str(side.pk): side for side in (one, other)}
    form = MergeForm(request.POST or None, initial={"stays": str(one.pk)})
    form.fields["stays"].choices = [(key, side.name) for key, side in pair.items()]
    sides = [(side, *read.papers_of(actor=request.actor, one=side)) for side in (one, other)]
    context = {"one": one, "other": other, "sides": sides, "form": form}
    if not form.is_valid():
        return render(request, MERGE, context, status=422 if form.is_bound else 200)
    into = pair[form.cleaned_data["stays"]]
    gone = other if into is one else one
    try:
        merging.merge(
            actor=request.actor, at=request.at, merged_id=gone.pk, into_id=into.pk, reason=form.cleaned_data["reason"]
        )
    except Refusal as refusal:
        return render(request, MERGE, context | {"refusal": refusal}, status=409)
    messages.success(request, f"Кореспондентів об'єднано: залишено «{into.name}».")
    return redirect("documents:correspondent", into.pk)


def _other(request: HttpRequest, one: int) -> Any | None:
    wanted = request.GET.get("z", "")
    is_id = wanted.isdecimal() and len(wanted) < 19 and int(wanted) != one
    return read.correspondent(int(wanted)) if is_id else None


def _looked_for(request: HttpRequest, one: Any) -> list[Any]:
    """Those of that name, or those whose names are alike."""
    found = read.suggest(request.GET.get("q", "")) or read.alike(one)
    return [other for other in found if other.pk != one.pk]


@allow(merging.RIGHT)
@require_POST
def separate(request: HttpRequest, correspondent_id: int) -> HttpResponse:
    """«Роз'єднати»."""
    form = SeparateForm(request.POST)
    form.is_valid()
    reason = form.cleaned_data.get("reason", "")
    merging.separate(actor=request.actor, at=request.at, correspondent_id=correspondent_id, reason=reason)
    messages.success(request, "Кореспондентів роз'єднано.")
    return redirect("documents:correspondent", correspondent_id)


def _page(request: HttpRequest, form: CorrespondentForm, deed: object, context: dict[str, object]) -> HttpResponse:
    template, status = "documents/correspondents/correspondent.html", 200
    if request.method == "POST":
        if not form.is_valid():
            return render(request, template, context | {"form": form}, status=422)
        try:
            deed()  # type: ignore[operator]
        except Refusal as refusal:
            return render(request, template, context | {"form": form, "refusal": refusal}, status=409)
        messages.success(request, "Довідник оновлено.")
        return redirect("documents:correspondents")
    return render(request, template, context | {"form": form}, status=status)
