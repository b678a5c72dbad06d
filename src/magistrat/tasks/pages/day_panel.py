"""The panels of the calendar: what is due on a day, for the terms counted before do not move by themselves, and moving it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import rest_days
from magistrat.tasks.queries import due_day
from magistrat.ui import words
from magistrat.ui.days import asked
from magistrat.ui.routes import allow


def shown(request: HttpRequest, subject: Any) -> str:
    """Of the day that is typed: their number, and those that the person may see; nothing where none falls due."""
    return _rendered(request, [due_day.due_on(actor=request.actor, day=subject)])


def of_month(request: HttpRequest, subject: Any) -> str:
    """Of the days to come that the city itself has made days of rest, for those who may move what is due on them."""
    if all(request.may(right) for right in rest_days.RIGHTS):
        return ""
    cells = [cell for week in subject.weeks for cell in week if cell.is_inside and cell.day.date >= request.on]
    days = {cell.day.date: cell.exception.reason for cell in cells if cell.exception and not cell.exception.is_working}
    return _rendered(request, due_day.of_days(actor=request.actor, days=days))


@allow(*rest_days.RIGHTS)
@require_POST
def move_terms(request: HttpRequest) -> HttpResponse:
    """«Перенести на наступний робочий день»: back to the month of the day."""
    day = asked(request.POST.get("day", ""))
    if day is None:
        return redirect("regulation:calendar")
    try:
        moved = rest_days.move_terms(actor=request.actor, at=request.at, day=day)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = (
            f"Перенесено {words.counted(moved.terms, 'строк,строки,строків')}."
            if moved.terms
            else "Строки вже перенесено."
        )
        messages.success(request, said)
        if moved.left:
            left = words.counted(moved.left, "документом,документами,документами")
            messages.warning(request, f"За {left} строки ще не перенесено: повторіть перенесення.")
    return redirect(f"{reverse('regulation:calendar')}?misiats={day:%Y-%m}")


def _rendered(request: HttpRequest, dues: list[due_day.Due]) -> str:
    found = [due for due in dues if due.is_any]
    return render_to_string("tasks/due_on_day.html", {"dues": found, "on": request.on}, request) if found else ""
