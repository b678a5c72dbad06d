"""The chosen documents on paper and as files: list, cards, labels, XLSX, CSV."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from magistrat.documents.actions import looks
from magistrat.documents.pages.bulk import chosen
from magistrat.documents.pages.lists import XLSX
from magistrat.documents.queries import bulk as read
from magistrat.documents.queries import cards, export, marks
from magistrat.papers import codes
from magistrat.regulation import queries as regulation
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def printed_list(request: HttpRequest) -> HttpResponse:
    """The chosen ones as a list."""
    rows = read.chosen(actor=request.actor, ids=chosen(request), on=request.on)
    return render(request, "documents/bulk/list.html", {"rows": rows})


@allow(any_post=True)
@require_GET
def printed_cards(request: HttpRequest) -> HttpResponse:
    """The chosen ones' cards, each on a sheet of its own."""
    shown = cards.many(actor=request.actor, ids=chosen(request))
    looks.all_looked(
        actor=request.actor, at=request.at, documents=[one.document for one in shown], what="друковану картку"
    )
    context = {"cards": shown, "in_force_from": regulation.in_force_from(request.on)}
    return render(request, "documents/bulk/cards.html", context)


@allow(any_post=True)
@require_GET
def printed_labels(request: HttpRequest) -> HttpResponse:
    """Labels of the chosen ones that have a number."""
    rows = [row for row in read.chosen(actor=request.actor, ids=chosen(request), on=request.on) if row.index]
    looks.all_looked(actor=request.actor, at=request.at, documents=rows, what="бирку")
    for row in rows:
        mark = marks.mark(row)
        row.code = mark_safe(codes.square_svg(mark.square)) if mark else ""  # noqa: S308 drawn by ourselves
    forms = regulation.work_calendar().city.stationery.forms
    return render(request, "documents/bulk/labels.html", {"rows": rows, "forms": forms})


@allow(any_post=True)
@require_GET
def xlsx(request: HttpRequest) -> FileResponse:
    """The chosen ones as a workbook."""
    rows = read.chosen(actor=request.actor, ids=chosen(request), on=request.on)
    name = f"vybrani-{request.on:%Y-%m-%d}.xlsx"
    return FileResponse(export.workbook_of(rows), as_attachment=True, filename=name, content_type=XLSX)


@allow(any_post=True)
@require_GET
def csv(request: HttpRequest) -> HttpResponse:
    """The chosen ones as CSV."""
    rows = read.chosen(actor=request.actor, ids=chosen(request), on=request.on)
    return csv_answer(export.csv_of(rows), f"vybrani-{request.on:%Y-%m-%d}.csv")


def csv_answer(content: bytes, name: str) -> HttpResponse:
    """A CSV to be kept."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
