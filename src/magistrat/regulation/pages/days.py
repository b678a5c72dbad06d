"""The work calendar by month and the city's own days."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.regulation import actions, forms, queries
from magistrat.rules.refusal import Refusal
from magistrat.ui.days import asked
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """A month: working days with their hours and the reason of every other day."""
    shown = {
        "month": queries.month(month_of(request)),
        "may_manage": request.may("organisation.manage") is None,
        "today": request.on,
    }
    return render(request, "regulation/calendar.html", shown)


@allow("organisation.manage")
@require_http_methods(["GET", "POST"])
def calendar_day(request: HttpRequest) -> HttpResponse:
    """Make a single day a working one or a day off; beside it what falls due on the day that is typed."""
    form = forms.CalendarDayForm(request.POST or None, initial={"day": request.GET.get("den", "")})
    refusal: Refusal | None = None
    if form.is_valid():
        try:
            made = actions.set_calendar_day(actor=request.actor, at=request.at, **form.cleaned_data)
        except Refusal as raised:
            refusal = raised
        else:
            messages.success(request, "День календаря встановлено.")
            return redirect(f"{reverse('regulation:calendar')}?misiats={made.day:%Y-%m}")
    status = status_of(refusal) if refusal else 422 if form.errors else 200
    shown = {"form": form, "refusal": refusal, "day": asked(str(form["day"].value() or ""))}
    return render(request, "regulation/calendar_day.html", shown, status=status)


@allow("organisation.manage")
@require_POST
def clear_day(request: HttpRequest) -> HttpResponse:
    """Give a single day back to the common calendar."""
    day = _iso(request.POST.get("day", ""), request.on)
    try:
        actions.clear_calendar_day(actor=request.actor, at=request.at, day=day)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "Окремий порядок дня скасовано. Строки, які з цього дня вже перенесли, самі назад не повертаються."
        )
    return redirect(f"{reverse('regulation:calendar')}?misiats={day:%Y-%m}")


def month_of(request: HttpRequest) -> date:
    """The first day of the month named in the address, else of the present one."""
    return _iso(f"{request.GET.get('misiats', '')}-01", request.on).replace(day=1)


def _iso(text: str, default: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return default
