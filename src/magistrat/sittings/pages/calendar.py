"""Sittings ahead and past; the year proposed by the clause; a new one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from magistrat.regulation import queries as regulation
from magistrat.rules import sitting_days
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import planning
from magistrat.sittings.forms.preparing import PlanForm, YearForm
from magistrat.sittings.pages import head
from magistrat.sittings.queries import lists
from magistrat.ui import paging
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

NEWEST = ("-gathering__on", "-id")


@allow(any_post=True)
@require_GET
def ahead(request: HttpRequest) -> HttpResponse:
    """Sittings that are prepared, the nearest first, and months that have none though the clause wants one."""
    found = lists.ahead(request.on)
    edition = regulation.rules_on(request.on)
    until = date(request.on.year, 12, 31)
    days = lists.planned_days(request.on.replace(day=1), until)
    bare, clause = sitting_days.bare_months(edition, days, request.on, until)
    context = {
        "sittings": found, "bare": bare, "clause": clause, "rule": sitting_days.rule(edition), "is_past": False,
        **_head(request),
    }  # fmt: skip
    return render(request, "sittings/calendar.html", context)


@allow(any_post=True)
@require_GET
def past(request: HttpRequest) -> HttpResponse:
    """Sittings that were held or cancelled, the newest first."""
    page = paging.asked(request, lists.past(), NEWEST)
    return render(
        request, "sittings/calendar.html", {"page": page, "sittings": page.rows, "is_past": True, **_head(request)}
    )


@allow("sessions.prepare")
@require_http_methods(["GET", "POST"])
def year(request: HttpRequest) -> HttpResponse:
    """The regular sittings of a year as the clause proposes them; those that are ticked are planned."""
    chosen = _year(request)
    edition, calendar = regulation.rules_on(request.on), regulation.work_calendar()
    since = max(request.on, date(chosen, 1, 1))
    usual = sitting_days.usual(edition, calendar, since, date(chosen, 12, 31))
    planned = lists.planned_days(since, date(chosen, 12, 31))
    free = [one.on for one in usual if one.on not in planned]
    hour = usual[0].at if usual else None
    form = YearForm(request.POST or None, days=free, initial={"time": hour})
    refusal = None
    if request.method == "POST" and form.is_valid():
        said = {"time": form.cleaned_data["time"], "place": form.cleaned_data["place"]}
        try:
            made = planning.plan_usual(actor=request.actor, at=request.at, days=form.chosen(), **said)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, f"Заплановано засідань: {len(made)}.")
            return redirect("sittings:sittings")
    context = {
        "form": form, "refusal": refusal, "year": chosen, "usual": [(one, planned.get(one.on, "")) for one in usual],
        "rule": sitting_days.rule(edition), "years": [request.on.year, request.on.year + 1],
    }  # fmt: skip
    return render(request, "sittings/year.html", context, status=status_of(refusal) if refusal else 200)


@allow("sessions.prepare", "sessions.convene_extraordinary")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new sitting; what its day departs from is said before it is planned."""
    initial = {"kind": request.GET.get("vyd", "regular"), "on": request.GET.get("den", "")}
    form = PlanForm(request.POST or None, initial=initial)
    refusal, warnings = None, []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        warnings = _warnings(request, said)
        if not warnings or "tak" in request.POST:
            try:
                sitting = planning.plan(actor=request.actor, at=request.at, **said)
            except Refusal as refused:
                refusal = refused
            else:
                messages.success(request, "Засідання заплановано.")
                return redirect("sittings:way", sitting.pk)
    context = {"form": form, "refusal": refusal, "warnings": warnings}
    status = status_of(refusal) if refusal else 422 if form.is_bound else 200
    return render(request, "sittings/new.html", context, status=status)


def _warnings(request: HttpRequest, said: dict[str, Any]) -> list[str]:
    return sitting_days.warnings(
        regulation.rules_on(said["on"]), regulation.work_calendar(), kind=said["kind"], on=said["on"], at=said["time"],
        today=request.on,
    )  # fmt: skip


def _head(request: HttpRequest) -> dict[str, Any]:
    tabs = [
        {
            "label": "Майбутні",
            "url": reverse("sittings:sittings"),
            "is_current": request.path == reverse("sittings:sittings"),
        },
        {"label": "Минулі", "url": reverse("sittings:past"), "is_current": request.path == reverse("sittings:past")},
    ]
    return {
        "tabs": tabs,
        "may_prepare": request.may("sessions.prepare") is None,
        "may_read_minutes": any(request.may(right) is None for right in head.MINUTES_READERS),
        "may_call": request.may("sessions.convene_extraordinary") is None,
    }


def _year(request: HttpRequest) -> int:
    written = request.GET.get("rik", "")
    year = int(written) if written.isdecimal() and len(written) == 4 else request.on.year
    return min(max(year, request.on.year), request.on.year + 1)
