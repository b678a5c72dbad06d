"""«Документи»: the list with filters, print and XLSX."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from magistrat.documents.forms.lists import FilterForm
from magistrat.documents.pages import registries, views
from magistrat.documents.queries import choices, correspondents, export, lists, nomenclature, rights
from magistrat.ui import paging
from magistrat.ui.routes import allow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Filters that the documents know of themselves; what else the form has belongs to upper apps.
OWN = (
    "registry",
    "direction",
    "state",
    "kind",
    "correspondent",
    "addressee",
    "since",
    "until",
    "case_file",
    "urgent",
    "unfiled",
)
# What a line shows beside its index.
COLUMNS = (
    ("day", "Дата"), ("party", "Від кого / кому"), ("summary", "Короткий зміст"), ("kind", "Вид"), ("registry", "Реєстр"),
    ("executor", "Виконавець"), ("due", "Строк"), ("state", "Стан"), ("filed", "До справи"),
)  # fmt: skip
USUAL = {"day", "party", "summary", "executor", "due", "state"}
REGISTRARS = (
    ("incoming", "Вхідний документ"), ("outgoing", "Вихідний документ"), ("internal", "Внутрішній документ"),
)  # fmt: skip


@allow(any_post=True)
@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """The list, opened with the person's own view; its address can be sent to a colleague."""
    if onwards := views.opened(request, "documents"):
        return redirect(onwards)
    chosen = request.GET.getlist("st")
    more = {
        "views": views.bar(request, "documents"),
        "columns_offered": COLUMNS,
        "columns_shown": {key for key, _ in _columns(request)},
        "kept_values": [("st", value) for value in chosen],
        "other_values": [
            (name, value) for name, values in request.GET.lists() if name not in {"st", "after"} for value in values
        ],
    }
    return _list(request, "documents/lists/list.html", more)


@allow(any_post=True)
@require_GET
def xlsx(request: HttpRequest) -> HttpResponse | FileResponse:
    """The filtered list as a workbook; by a filter that is not understood the page, which says so."""
    form = _form(request)
    if not form.is_valid():
        return _said_on_page(request)
    book = export.workbook(actor=request.actor, filters=_filters(form), on=request.on)
    return FileResponse(book, as_attachment=True, filename=f"dokumenty-{request.on:%Y-%m-%d}.xlsx", content_type=XLSX)


@allow(any_post=True)
@require_GET
def csv(request: HttpRequest) -> HttpResponse:
    """The filtered list as CSV; by a filter that is not understood the page, which says so."""
    form = _form(request)
    if not form.is_valid():
        return _said_on_page(request)
    content = export.csv(actor=request.actor, filters=_filters(form), on=request.on)
    headers = {"Content-Disposition": f'attachment; filename="dokumenty-{request.on:%Y-%m-%d}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _said_on_page(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('documents:list')}?{request.GET.urlencode()}")


def _list(request: HttpRequest, template: str, more: dict[str, object] | None = None) -> HttpResponse:
    form = _form(request)
    filters = _filters(form)
    sort = paging.sort(request.GET.get("sort"), lists.ORDERS, lists.NEWEST)
    token, size = paging.place(request)
    own = _own(request)
    found = lists.page(actor=request.actor, filters=filters, on=request.on, sort=sort.key, token=token, size=size)
    page = paging.for_print(request, found)
    context = {
        "form": form,
        "page": page,
        "sort": sort.key,
        "count": lists.count(actor=request.actor, filters=filters),
        "most": lists.COUNT_LIMIT,
        "q": filters.text,
        "query": request.GET.urlencode(),
        "correspondent": correspondents.correspondent(filters.correspondent) if filters.correspondent else None,
        "case": nomenclature.case(filters.case_file) if filters.case_file else None,
        "new": _new(own),
        **registries.kept(request, own, filters.registry),
        "columns": (columns := _columns(request)),
        "shown": [key for key, _ in columns],
    }
    return render(request, template, context | (more or {}))


def _columns(request: HttpRequest) -> list[tuple[str, str]]:
    """Which columns are shown: those asked for, else the usual ones."""
    asked = set(request.GET.getlist("st")) & {key for key, _ in COLUMNS} or USUAL
    return [(key, label) for key, label in COLUMNS if key in asked]


def _own(request: HttpRequest) -> list[Any]:
    """Registries in which the person may register; no statement for who registers nowhere."""
    wanted = {rights.RIGHTS[flow] for flow, _ in REGISTRARS} | {rights.OF_UNIT}  # type: ignore[index]
    if all(request.may(right) for right in wanted):
        return []
    return rights.registries_of(actor=request.actor, on=request.on)


def _new(own: list[Any]) -> list[tuple[str, str]]:
    """Flows in which the person may register, for the buttons of the list."""
    flows = {one.direction for one in own}
    return [pair for pair in REGISTRARS if pair[0] in flows]


def _form(request: HttpRequest) -> FilterForm:
    offered = {
        "registry": choices.registers(),
        "direction": choices.DIRECTIONS,
        "state": choices.STATES,
        "kind": choices.kinds(),
        "addressee": choices.posts(request.on),
        "department": choices.departments(request.on),
    }
    form = FilterForm(request.GET, today=request.on, choices=offered)
    form.is_valid()
    return form


def _filters(form: FilterForm) -> lists.Filters:
    given = form.cleaned_data
    more = tuple((name, str(given[name])) for name in ("department",) if given.get(name))
    return lists.Filters(**{name: given[name] for name in OWN if given.get(name)}, text=given.get("q", ""), more=more)
