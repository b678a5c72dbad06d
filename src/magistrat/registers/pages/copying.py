"""«Облік копіювання»: the log, a new line, totals of the month, print and XLSX."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.organisation import queries as organisation
from magistrat.registers import sheets
from magistrat.registers.actions import copying
from magistrat.registers.forms import CopyingFilter, CopyingForm, StrikeForm
from magistrat.registers.queries import copying as read
from magistrat.rules import days
from magistrat.rules.refusal import Refusal
from magistrat.ui import paging
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

ORDER = ("-done_on", "-id")
MOST_ROWS = 5_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow(any_post=True)
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """This month's log unless another time is asked for, and the form of a new line on top."""
    rule = read.rule(request.on)
    if rule is None:
        raise read.not_kept()
    form = CopyingForm(request.POST or None, today=request.on, initial={"done_on": request.on})
    if request.method == "POST" and form.is_valid():
        try:
            copying.enter(actor=request.actor, at=request.at, **form.cleaned_data)
        except Refusal as refusal:
            return _log(request, rule, form, refusal=refusal, status=status_of(refusal))
        messages.success(request, "Копіювальні роботи внесено до журналу.")
        return redirect("registers:copying")
    return _log(request, rule, form, status=422 if form.is_bound else 200)


@allow(any_post=True)
@require_POST
def strike(request: HttpRequest, work_id: int) -> HttpResponse:
    """«Викреслити» what was entered by mistake."""
    form = StrikeForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        copying.strike(actor=request.actor, at=request.at, work=work_id, reason=reason)
    except Refusal as refusal:
        if status_of(refusal) == 403:
            raise
        messages.error(request, str(refusal))
        return redirect("registers:copying")
    messages.success(request, "Рядок журналу викреслено.")
    return redirect("registers:copying")


@allow(any_post=True)
@require_GET
def xlsx(request: HttpRequest) -> HttpResponse:
    """The same lines as XLSX; by a filter that is not understood the page, which says so."""
    if not read.is_kept(request.on):
        raise read.not_kept()
    form = _filter(request)
    if not form.is_valid():
        return redirect(f"{reverse('registers:copying')}?{request.GET.urlencode()}")
    rows = list(_found(request, form).order_by(*ORDER)[:MOST_ROWS])
    read.name_documents(rows, request.actor)
    name = f"kopiiuvannia-{request.on:%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(sheets.copying(rows), content_type=XLSX, headers=headers)


def _log(
    request: HttpRequest, rule: Any, form: CopyingForm, *, refusal: Refusal | None = None, status: int
) -> HttpResponse:
    asked = _filter(request)
    found = _found(request, asked)
    is_printed = "druk" in request.GET
    page = paging.keyset(found, ORDER, request.GET.get("after"), size=MOST_ROWS if is_printed else paging.SIZE)
    read.name_documents(page.rows, request.actor)
    context = {
        "rule": rule,
        "entry": form,
        "form": asked,
        "refusal": refusal,
        "page": page,
        "sums": read.sums(found),
        "departments": read.by_department(found),
        "wanted": _wanted(request, asked),
        "line": request.actor.line,
        "query": request.GET.urlencode(),
        "is_printed": is_printed,
    }
    return render(request, "registers/copying.html", context, status=status)


def _filter(request: HttpRequest) -> CopyingFilter:
    units = [(str(one.pk), f"{one.index} {one.name}") for one in organisation.departments(request.on)]
    form = CopyingFilter(request.GET, today=request.on, units=units)
    form.is_valid()
    return form


def _wanted(request: HttpRequest, form: CopyingFilter) -> read.Wanted:
    given: dict[str, Any] = form.cleaned_data
    first, last = days.month_of(request.on)
    is_asked = any(given.get(name) for name in ("since", "until"))
    return read.Wanted(
        since=given.get("since") if is_asked else first,
        until=given.get("until") if is_asked else last,
        department=given.get("department"),
        text=given.get("q", ""),
    )


def _found(request: HttpRequest, form: CopyingFilter) -> Any:
    return read.works(actor=request.actor, on=request.on, wanted=_wanted(request, form))
