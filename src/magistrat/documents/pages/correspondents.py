"""The directory of correspondents."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from magistrat.documents.actions import correspondents
from magistrat.documents.forms.directories import CorrespondentForm, DirectoryFilter
from magistrat.documents.queries import choices
from magistrat.documents.queries import correspondents as read
from magistrat.rules.refusal import Refusal
from magistrat.ui import paging
from magistrat.ui.routes import allow

FIELDS = ("name", "kind", "code", "head", "address", "email", "phone", "is_open")
KINDS = {"kind": choices.CORRESPONDENT_KINDS}


@allow(*correspondents.RIGHTS)
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """All correspondents in the order of the Ukrainian alphabet."""
    form = DirectoryFilter(request.GET, choices=KINDS)
    form.is_valid()
    found = read.directory(text=form.cleaned_data.get("q", ""), kind=form.cleaned_data.get("kind", ""))
    page = paging.keyset(found, read.ORDER, request.GET.get("after"))
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

    return _page(request, form, deed, {"heading": one.name, "one": one})


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
