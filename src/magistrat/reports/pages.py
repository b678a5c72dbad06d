"""Screens of the report of execution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.documents.queries import access
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.reports import lines, periods, queries, sheets
from magistrat.ui import paging
from magistrat.ui.routes import allow
from magistrat.ui.together import Together

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DIRECTIONS = ("incoming", "outgoing", "internal")


@allow("report.view")
@require_GET
def execution(request: HttpRequest) -> HttpResponse:
    """Execution by department, or by person of one department, for a period beside the previous one."""
    period = _period(request)
    department = _number(request, "pidrozdil")
    rows = queries.execution(
        period=period, on=request.on, by="executor" if department else "department", department=department
    )
    if request.GET.get("format") == "xlsx":
        return _file(sheets.execution(rows=rows, period=period), f"vykonannia-{period.key}.xlsx")
    entry = regulation.rules_on(request.on).get("control_report")
    points = _counted(queries.POINTS, queries.control_points(period=period, on=request.on))
    context = {
        "period": period,
        "rows": rows,
        "figures": queries.FIGURES,
        "total": queries.Row(0, "Разом", queries.total(rows), queries.total(rows, before=True)),
        "department": organisation.department(department) if department else None,
        "flow": queries.flow(period=period),
        "flow_figures": queries.FLOW,
        "control": _counted(queries.CONTROL, queries.control(period=period, on=request.on)),
        "points": points if any(count for _, count in points) else [],
        "clause": entry.clause if entry else "",
        "kinds": [(kind, periods.containing(period.since, kind)) for kind in periods.LENGTHS],
        "list_key": "vykonavets" if department else "pidrozdil",
    }
    return render(request, "reports/execution.html", context)


def _counted(figures: Sequence[queries.Figure], counts: Any) -> list[tuple[queries.Figure, int]]:
    return [(figure, counts[figure.key]) for figure in figures]


@allow("report.view")
@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """The tasks that one figure counts."""
    figure, period = _figure(request, queries.FIGURES), _period(request)
    found = queries.list_of(
        period=period,
        figure=figure.key,
        on=request.on,
        department=_number(request, "pidrozdil"),
        executor=_number(request, "vykonavets"),
    )
    return _list(request, figure, found, ["due_on", "id"], lines.TASKS)


@allow("report.view")
@require_GET
def control(request: HttpRequest) -> HttpResponse:
    """The documents on control that one figure counts."""
    figure = _figure(request, queries.CONTROL)
    found = queries.control_list(period=_period(request), figure=figure.key, on=request.on)
    return _list(request, figure, found, ["due_on", "past", "id"], lines.CONTROLS)


@allow("report.view")
@require_GET
def points(request: HttpRequest) -> HttpResponse:
    """The control points that one figure counts."""
    figure = _figure(request, queries.POINTS)
    found = queries.points_list(period=_period(request), figure=figure.key, on=request.on)
    return _list(request, figure, found, ["task__due_on", "id"], lines.POINTS)


@allow("report.view")
@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """The documents that one figure counts: of one registry and direction, or of all."""
    figure, direction = _figure(request, queries.FLOW), request.GET.get("napriam") or None
    if direction not in (None, *DIRECTIONS):
        raise Http404
    registry = _number(request, "reiestr")
    found = queries.flow_list(period=_period(request), figure=figure.key, registry=registry, direction=direction)
    return _list(request, figure, found, ["-listed_on", "-id"], lines.DOCUMENTS)


def _list(
    request: HttpRequest,
    figure: queries.Figure,
    found: QuerySet[Any] | Together,
    order: Sequence[str],
    listed: lines.Listed,
) -> HttpResponse:
    """A page of what the figure counts, or all of it as XLSX.

    Of what the person may not open neither its words nor how its term was counted.
    """
    period = _period(request)
    if request.GET.get("format") == "xlsx":
        rows = list(found.order_by(*order))
        content = sheets.listed(_lines(request, rows, listed), title=figure.heading_in(period))
        return _file(content, f"{request.resolver_match.url_name}-{period.key}-{figure.key}.xlsx")
    page = paging.asked(request, found, order)
    context = {
        "period": period,
        "figure": figure,
        "heading": figure.heading_in(period),
        "page": page,
        "count": found.count(),
        "counted": listed.counted,
    }
    return render(request, "reports/list.html", context | {"lines": _lines(request, page.rows, listed)})


def _lines(request: HttpRequest, rows: Sequence[Any], listed: lines.Listed) -> list[lines.Line]:
    seen = access.seen_of(request.actor, [listed.document(row).pk for row in rows])
    return [listed.line(row, seen) for row in rows]


def _figure(request: HttpRequest, figures: Sequence[queries.Figure]) -> queries.Figure:
    """The figure that the address names, the first where it names none.

    :raises Http404: no such figure.
    """
    wanted = request.GET.get("pokaznyk", figures[0].key)
    figure = next((one for one in figures if one.key == wanted), None)
    if figure is None:
        raise Http404
    return figure


def _period(request: HttpRequest) -> periods.Period:
    return periods.read(request.GET.get("period", "")) or periods.containing(request.on, "month")


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else None


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=SHEET, headers={"Content-Disposition": f'attachment; filename="{name}"'})
