"""«Мій стіл»."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.regulation import queries as regulation
from magistrat.tasks import queries as tasks
from magistrat.ui.routes import allow
from magistrat.workplace import lines


@allow(any_post=True)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the person, in the order in which to do it; beside it whom he stands in for, what he asked of others."""
    context = {
        "heaps": lines.heaps(request),
        "groups": lines.grouped(lines.of(request), request.on),
        "asked": tasks.asked_of_others(actor=request.actor, limit=10),
        "today": regulation.work_calendar().day(request.on),
        "absences": lines.absences(request),
    }
    return render(request, "workplace/desk.html", context)
