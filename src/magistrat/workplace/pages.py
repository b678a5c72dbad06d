"""«Мій стіл», and the day as it is printed."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.documents.forms.fields import read_day
from magistrat.documents.queries import registries
from magistrat.regulation import queries as regulation
from magistrat.tasks import queries as tasks
from magistrat.ui import days
from magistrat.ui.routes import allow
from magistrat.workplace import heaps, lines

PARTS = {"zhurnaly": "журнали реєстрації", "kontrol": "на контролі", "kartky": "картки дня"}
# What a clerk carries from the printer; more is printed journal by journal.
MOST, AHEAD = 1_000, timedelta(days=7)
# How long before its first day an absence is told of.
SOON = timedelta(days=7)
# Whose tasks are done by others.
GIVING = ("resolution.write", "resolution.write_on_behalf", "resolution.sub")


@allow(any_post=True)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the person, in the order in which to do it; beside it whom he stands in for, what he asked of others."""
    found, absences = list(lines.of(request)), lines.absences(request)
    context = {
        "heaps": [*heaps.handing_over(request, absences), *heaps.of(request)],
        "groups": lines.grouped(found, request.on),
        "most_tasks": lines.MOST_TASKS if sum(line.is_task for line in found) == lines.MOST_TASKS else None,
        "asked": tasks.asked_of_others(actor=request.actor, limit=10),
        "gives_tasks": any(request.may(right) is None for right in GIVING),
        "today": regulation.work_calendar().day(request.on),
        "absences": [one for one in absences if one.since <= request.on + SOON],
    }
    return render(request, "workplace/desk.html", context)


@allow(any_post=True)
@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """All journals of the day, what is on control within a week of it, the day's cards: one page for the printer."""
    on = days.of_address(request, "den", request.on, lambda text: read_day(text, request.on))
    chosen = {key for key in PARTS if key in request.GET} if "vybrano" in request.GET else set(PARTS)
    rows = registries.of_day(actor=request.actor, on=on, limit=MOST + 1) if chosen - {"kontrol"} else []
    is_cut, rows = len(rows) > MOST, rows[:MOST]
    wanted = tasks.Wanted(until=on + AHEAD)
    control = tasks.control_list(actor=request.actor, wanted=wanted)[:MOST] if "kontrol" in chosen else []
    context = {
        "day": on,
        "until": on + AHEAD,
        "parts": [(key, label, key in chosen) for key, label in PARTS.items()],
        "journals": [(key, list(found)) for key, found in groupby(rows, key=lambda one: one.registry)]
        if "zhurnaly" in chosen else [],
        "control": list(control),
        "cards": rows if "kartky" in chosen else [],
        "is_cut": is_cut,
        "most": MOST,
    }  # fmt: skip
    return render(request, "workplace/day.html", context)
