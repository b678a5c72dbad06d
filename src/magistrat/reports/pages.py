"""Screens of the report of execution."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.reports import periods, queries, sheets
from magistrat.ui import paging
from magistrat.ui.routes import allow

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    context = {
        "period": period,
        "rows": rows,
        "figures": queries.FIGURES,
        "total": queries.Row(0, "Разом", queries.total(rows), queries.total(rows, before=True)),
        "department": organisation.department(department) if department else None,
        "flow": queries.flow(period=period),
        "control": queries.control(period=period, on=request.on),
        "points": queries.control_points(period=period, on=request.on),
        "clause": entry.clause if entry else "",
        "kinds": [(kind, periods.containing(period.since, kind)) for kind in periods.LENGTHS],
        "list_key": "vykonavets" if department else "pidrozdil",
    }
    return render(request, "reports/execution.html", context)


@allow("report.view")
@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """The tasks that one figure counts."""
    figure = next((one for one in queries.FIGURES if one.key == request.GET.get("pokaznyk", "due")), None)
    if figure is None:
        raise Http404
    period = _period(request)
    found = queries.list_of(
        period=period,
        figure=figure.key,
        on=request.on,
        department=_number(request, "pidrozdil"),
        executor=_number(request, "vykonavets"),
    )
    if request.GET.get("format") == "xlsx":
        return _file(sheets.tasks(found.order_by("due_on", "id")), f"zavdannia-{period.key}-{figure.key}.xlsx")
    page = paging.keyset(found, ["due_on", "id"], request.GET.get("after"))
    context = {"period": period, "figure": figure, "page": page, "count": found.count()}
    return render(request, "reports/tasks.html", context)


def _period(request: HttpRequest) -> periods.Period:
    return periods.read(request.GET.get("period", "")) or periods.containing(request.on, "month")


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else None


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=SHEET, headers={"Content-Disposition": f'attachment; filename="{name}"'})
