"""«З вибраними»: one page asks once what to do with many, another tells what came of each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.documents import bulk as deeds
from magistrat.documents.actions import bulk
from magistrat.documents.queries import bulk as read
from magistrat.rules.refusal import Refusal
from magistrat.ui import bulk as bar
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow, as_right


@allow(any_post=True)
@require_http_methods(["GET", "POST"])
def many(request: HttpRequest, key: str) -> HttpResponse:
    """What was chosen, what is typed once for all, and the deed."""
    deed = deeds.find(key)
    if deed is None:
        raise Http404
    _refuse(request, deed)
    data = request.POST if request.method == "POST" else None
    ids = bar.chosen(data if data is not None else request.GET)
    form = deed.form(request, data)
    if data is None or not form.is_valid():
        return _ask(request, deed, form, ids, status=200 if data is None else 422)
    try:
        run = bulk.do(
            actor=request.actor, at=request.at, deed=deed, subjects=ids, given=_given(form),
            back=bar.way_back(request, ""),
        )  # fmt: skip
    except Refusal as refusal:
        return _ask(request, deed, form, ids, refusal=refusal, status=status_of(refusal))
    return redirect("documents:bulk_outcome", run.pk)


@allow(any_post=True)
@require_GET
def outcome(request: HttpRequest, run_id: int) -> HttpResponse:
    """How far it is; when it is through, what was done and what was refused, by which clause."""
    run = read.own(actor=request.actor, run_id=run_id)
    deed = deeds.find(run.key)
    back = deeds.find(deed.undo) if deed else None
    undone = read.undone_by(run)
    context = {
        "run": run,
        "title": deed.title if deed else run.key,
        "progress": read.progress(run),
        "lines": read.lines(run),
        "undone": undone,
        "may_undo": bool(back and run.finished_at and undone is None),
        "undo_label": back.verb if back else "",
        "back": run.back or reverse("documents:list"),
    }
    template = "documents/bulk/progress.html" if request.htmx else "documents/bulk/outcome.html"
    return render(request, template, context)


@allow(any_post=True)
@require_POST
def undo(request: HttpRequest, run_id: int) -> HttpResponse:
    """Takes back what a run has done."""
    try:
        made = bulk.undo(actor=request.actor, at=request.at, run=run_id)
    except Refusal as refusal:
        if status_of(refusal) == 403:
            raise
        messages.error(request, str(refusal))
        return redirect("documents:bulk_outcome", run_id)
    return redirect("documents:bulk_outcome", made.pk)


def _refuse(request: HttpRequest, deed: deeds.Deed) -> None:
    refusals = [request.may(right) for right in deed.rights]
    if refusals and all(refusals):
        raise as_right(refusals[0])


def _ask(
    request: HttpRequest, deed: deeds.Deed, form: Form, ids: list[int], *, refusal: Refusal | None = None, status: int
) -> HttpResponse:
    names = deed.named(request.actor, ids[: deeds.MOST])
    context: dict[str, Any] = {
        "deed": deed,
        "form": form,
        "refusal": refusal,
        "chosen": [(one, names[one]) for one in ids if one in names],
        "unseen": sum(one not in names for one in ids),
        "ids": ids,
        "most": deeds.MOST,
        "back": bar.way_back(request, reverse("documents:list")),
    }
    return render(request, "documents/bulk/deed.html", context, status=status)


def _given(form: Form) -> dict[str, Any]:
    """What was typed, as JSON keeps it."""
    own = getattr(form, "given", None)
    found: dict[str, Any] = own() if own else dict(form.cleaned_data)
    return found


def chosen(request: HttpRequest) -> list[int]:
    """Ids of the chosen rows that go to print or into a file.

    :raises Refusal: none or too many.
    """
    data: QueryDict = request.GET
    ids = bar.chosen(data)
    if not ids:
        raise Refusal("", "Нічого не вибрано: поставте позначки в списку.")
    if len(ids) > deeds.MOST:
        raise Refusal("", f"За один раз можна не більше {deeds.MOST} документів: звузьте список умовами.")
    return ids
