"""Moving in: a workbook is given, looked through, brought in; its progress can be left."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.moving.actions import imports
from magistrat.moving.forms import StartForm, WorkbookForm
from magistrat.moving.queries import imports as read
from magistrat.moving.queries import sample
from magistrat.rules.refusal import Refusal
from magistrat.ui import paging
from magistrat.ui.routes import allow

RIGHT = "records.bring_in"


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def workbooks(request: HttpRequest) -> HttpResponse:
    """The workbooks that were brought, and the place to bring another."""
    form = WorkbookForm(request.POST or None, request.FILES or None)
    context = {"form": form, "workbooks": read.newest()}
    if request.method != "POST":
        return render(request, "moving/list.html", context)
    if not form.is_valid():
        return render(request, "moving/list.html", context, status=422)
    given = form.cleaned_data["file"]
    try:
        made = imports.take(actor=request.actor, at=request.at, name=given.name, content=given)
    except Refusal as refusal:
        return render(request, "moving/list.html", context | {"refusal": refusal}, status=409)
    return redirect("moving:workbook", made.pk)


@allow(RIGHT)
@require_GET
def sample_file(request: HttpRequest) -> FileResponse:
    """The empty workbook with its instruction."""
    return FileResponse(sample.workbook(request.on), as_attachment=True, filename="perenesennia-oblikiv.xlsx")


@allow(RIGHT)
@require_GET
def workbook(request: HttpRequest, import_id: int) -> HttpResponse:
    """One workbook: what is wrong by row, or what became of the rows."""
    return render(request, "moving/workbook.html", _context(request, import_id))


@allow(RIGHT)
@require_GET
def progress(request: HttpRequest, import_id: int) -> HttpResponse:
    """How far it has come, asked by the page itself; when it is over the page opens anew."""
    found = _found(import_id)
    answer = render(request, "moving/progress.html", {"found": found})
    if not found.is_under_way and request.htmx:
        answer["HX-Refresh"] = "true"
    return answer


@allow(RIGHT)
@require_POST
def start(request: HttpRequest, import_id: int) -> HttpResponse:
    """The rows are brought in by a worker."""
    form = StartForm(request.POST)
    form.is_valid()
    try:
        imports.start(actor=request.actor, at=request.at, import_id=_found(import_id).pk, **form.cleaned_data)
    except Refusal as refusal:
        return render(
            request, "moving/workbook.html", _context(request, import_id) | {"refusal": refusal}, status=409
        )  # fmt: skip
    return redirect("moving:workbook", import_id)


def _found(import_id: int) -> Any:
    try:
        return read.whole(import_id)
    except ObjectDoesNotExist:
        raise Http404 from None


def _context(request: HttpRequest, import_id: int) -> dict[str, Any]:
    found = _found(import_id)
    after = request.GET.get("after", "")
    faults = paging.keyset(read.faults(import_id), ("id",), after) if found.state == found.State.CHECKED else None
    refused = paging.keyset(read.refused(import_id), ("id",), after) if found.state == found.State.DONE else None
    return {"found": found, "faults": faults, "refused": refused, "form": StartForm()}
