"""«На контролі»: the list with its filters, XLSX, print, and the month's schedule."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from magistrat.documents.pages import views
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules import control_guide, days
from magistrat.tasks import queries as tasks
from magistrat.tasks import sheets
from magistrat.tasks.forms import ControlFilter, ExplainedFilter, PointFilter
from magistrat.tasks.queries import explained
from magistrat.ui import paging
from magistrat.ui.routes import allow

READERS = ("control.submit_case", "control.report", "control.write_off", "control.set", "report.view")
ORDERS = {
    "due": ("due_on", "id"),
    "index": ("document__index", "id"),
    "leader": ("leader__title", "due_on", "id"),
    "unit": ("unit__short_name", "due_on", "id"),
}
# Whose the report of execution is, and those who report on control.
EXPLAINED = ("report.view", "control.report")
OF_POINTS = {
    "due": ("task__due_on", "id"),
    "index": ("control__document__index", "id"),
    "leader": ("task__giver__title", "task__due_on", "id"),
    "executor": ("task__executor__title", "task__due_on", "id"),
}
BY_TASK = {"due": ("due_on", "id"), "index": ("document__index", "id")}
HEADINGS = {explained.MISSING: "Непояснені порушення строків", explained.GIVEN: "Пояснення порушень строків"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YES_NO = {"yes": True, "no": False}


@allow(*READERS)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Documents on control by filters; a page at a time, or all of them for print (`druk`)."""
    if onwards := views.opened(request, "control"):
        return redirect(onwards)
    form = _form(request)
    found = tasks.control_list(actor=request.actor, wanted=_wanted(form, request.on))
    order = paging.sort(request.GET.get("sort"), ORDERS, "due")
    page = paging.asked(request, found, order.fields)
    context = {
        "form": form,
        "page": page,
        "sort": order.key,
        "on": request.on,
        "query": request.GET.urlencode(),
        "may_choose": not page.is_printed,
        "views": views.bar(request, "control"),
        "sees_explanations": any(request.may(right) is None for right in EXPLAINED),
    }
    return render(request, "tasks/control.html", context)


@allow(*READERS)
@require_GET
def xlsx(request: HttpRequest) -> HttpResponse:
    """The same list as XLSX; by a filter that is not understood the page, which says so."""
    form = _form(request)
    if not form.is_valid():
        return redirect(f"{reverse('tasks:control')}?{request.GET.urlencode()}")
    found = tasks.control_list(actor=request.actor, wanted=_wanted(form, request.on))
    return _file(sheets.control(found[: sheets.MOST_ROWS], title="Документи на контролі"), f"kontrol-{request.on}.xlsx")


@allow(*READERS)
@require_GET
def points(request: HttpRequest) -> HttpResponse:
    """Points that come off control by themselves (KR 8.11), by filters; `format=xlsx` a file.

    By a filter that is not understood no file is made: the page says what is wrong.
    """
    form = _form(request, PointFilter)
    wanted = _wanted(form, request.on)
    found = tasks.point_list(actor=request.actor, wanted=wanted)
    if request.GET.get("format") == "xlsx" and form.is_valid():
        return _file(sheets.points(found[: sheets.MOST_ROWS], title="Контрольні пункти"), f"punkty-{request.on}.xlsx")
    order = paging.sort(request.GET.get("sort"), OF_POINTS, "due")
    page = paging.asked(request, found, order.fields)
    context = {"form": form, "page": page, "sort": order.key, "on": request.on, "query": request.GET.urlencode()}
    return render(request, "tasks/points.html", context)


@allow(*EXPLAINED)
@require_GET
def explanations(request: HttpRequest) -> HttpResponse:
    """Missed terms that wait for a written explanation, or have one (KR 8.20.9; DR 8.14); `format=xlsx` a file.

    By a filter that is not understood no file is made: the page says what is wrong. Of all documents, as the report of
    execution counts them; of what the person may not open neither its words nor how its term was counted.
    """
    units = [(one.pk, one.short_name or one.name) for one in organisation.departments(request.on)]
    form = ExplainedFilter(request.GET, units=units, today=request.on)
    is_understood = form.is_valid()
    wanted = explained.Wanted(**{name: value for name, value in form.cleaned_data.items() if value})
    found = explained.tasks_of(on=request.on, wanted=wanted)
    if request.GET.get("format") == "xlsx" and is_understood:
        tasks_found = found.order_by("due_on", "id")[: sheets.MOST_ROWS]
        rows = explained.lines(actor=request.actor, tasks=tasks_found)
        return _file(sheets.explanations(rows, title=HEADINGS[wanted.state]), f"poiasnennia-{request.on}.xlsx")
    order = paging.sort(request.GET.get("sort"), BY_TASK, "-due" if wanted.state == explained.GIVEN else "due")
    page = paging.asked(request, found, order.fields)
    context = {
        "form": form,
        "page": page,
        "lines": explained.lines(actor=request.actor, tasks=page.rows),
        "heading": HEADINGS[wanted.state],
        "is_given": wanted.state == explained.GIVEN,
        "entry": regulation.rules_on(request.on).get("missed_deadline"),
        "sort": order.key,
        "on": request.on,
        "query": request.GET.urlencode(),
    }
    return render(request, "tasks/explanations.html", context)


@allow(*READERS)
@require_GET
def schedule(request: HttpRequest) -> HttpResponse:
    """The month's schedule of control, for the leaders (DR 8.11); `misiats` is YYYY-MM, `format=xlsx` a file."""
    first, last = _month(request)
    entry = regulation.rules_on(request.on).get("control_schedule")
    found = tasks.control_list(actor=request.actor, wanted=tasks.Wanted(since=first, until=last))
    if request.GET.get("format") == "xlsx":
        return _file(
            sheets.control(found[: sheets.MOST_ROWS], title=f"План-графік контролю, {first:%m.%Y}"),
            f"plan-hrafik-{first:%Y-%m}.xlsx",
        )
    context = {"rows": list(found[: sheets.MOST_ROWS]), "first": first, "last": last, "entry": entry, "on": request.on}
    return render(request, "tasks/schedule.html", context | _neighbours(first))


@allow(*READERS)
@require_GET
def duties(request: HttpRequest) -> HttpResponse:
    """What control does each month and quarter by this city's regulation, with the last day of the present period."""
    rules = regulation.rules_on(request.on)
    found = control_guide.duties(rules, regulation.work_calendar(), request.on)
    return render(request, "tasks/duties.html", {"duties": found, "on": request.on})


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _form(request: HttpRequest, kind: type[ControlFilter] = ControlFilter) -> ControlFilter:
    on = request.on
    data = (
        request.GET if set(request.GET) - {"after", "sort", "druk", "vyd", "vybraty", "format"} else {"state": "open"}
    )
    units = [(one.pk, one.short_name or one.name) for one in organisation.departments(on)]
    leaders = [(post.pk, post.title) for post in organisation.posts(on, leaders=True)]
    form = kind(data, units=units, leaders=leaders, on=on, calendar=regulation.work_calendar())
    form.is_valid()
    return form


def _wanted(form: ControlFilter, on: date) -> tasks.Wanted:
    given: dict[str, Any] = form.cleaned_data
    return tasks.Wanted(
        state=given.get("state", "open") if "state" in form.data else "open",
        unit=given.get("unit"),
        leader=given.get("leader"),
        executor_department=given.get("executor"),
        obligatory=YES_NO.get(given.get("obligatory", "")),
        long_term=YES_NO.get(given.get("long_term", "")),
        since=given.get("since"),
        until=given.get("until"),
        overdue_on=on if given.get("overdue") else None,
    )


def _month(request: HttpRequest) -> tuple[date, date]:
    year, _, month = request.GET.get("misiats", "").partition("-")
    is_month = year.isdecimal() and month.isdecimal() and 2000 <= int(year) <= 2100 and 1 <= int(month) <= 12
    first = date(int(year), int(month), 1) if is_month else request.on.replace(day=1)
    return days.month_of(first)


def _neighbours(first: date) -> dict[str, date]:
    return {"before": days.months_later(first, -1), "after": days.months_later(first, 1)}
