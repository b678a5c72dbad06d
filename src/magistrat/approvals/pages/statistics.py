"""Statistics of visa days by post, each figure with its list, and both as XLSX."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.approvals import sheets
from magistrat.approvals.forms import PeriodForm
from magistrat.approvals.queries import statistics
from magistrat.documents.queries import access
from magistrat.rules import days
from magistrat.ui import paging
from magistrat.ui.routes import allow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow(any_post=True)
@require_GET
def by_post(request: HttpRequest) -> HttpResponse:
    """How many days visas took at each post in a period (`since`, `until`; without them the month)."""
    form, since, last = _period(request)
    rows = statistics.by_post(request.actor, since=since, until=last + timedelta(days=1), on=request.on)
    if request.GET.get("format") == "xlsx":
        return _file(sheets.by_post(rows, since=since, last=last), f"vizy-{since}-{last}.xlsx")
    context = {"form": form, "rows": rows, "since": since, "last": last, "titles": _titles()}
    return render(request, "approvals/statistics.html", context)


@allow(any_post=True)
@require_GET
def answers(request: HttpRequest) -> HttpResponse:
    """The visas that one figure counts, slowest first."""
    _, since, last = _period(request)
    figure = request.GET.get("pokaznyk", "")
    figure = figure if figure in statistics.FIGURES else "usi"
    post = request.GET.get("posada", "")
    found = statistics.list_of(
        request.actor, figure=figure, since=since, until=last + timedelta(days=1), on=request.on,
        post=int(post) if post.isdecimal() and len(post) < 19 else None,
    )  # fmt: skip
    if request.GET.get("format") == "xlsx":
        rows = list(found.order_by("-days", "id")[: sheets.MOST_ROWS])
        seen = access.seen_of(request.actor, [row.step.approval.document_id for row in rows])
        return _file(sheets.answers(rows, seen=seen), f"vizy-{figure}-{since}-{last}.xlsx")
    page = paging.asked(request, found, ("-days", "id"))
    context = {
        "page": page,
        "heading": statistics.FIGURES[figure][0],
        "since": since,
        "last": last,
        "count": found.count(),
        "seen": access.seen_of(request.actor, [row.step.approval.document_id for row in page.rows]),
    }
    return render(request, "approvals/answers.html", context)


def _titles() -> list[str]:
    return [title for title, _ in statistics.FIGURES.values()]


def _period(request: HttpRequest) -> tuple[PeriodForm, date, date]:
    first, last = days.month_of(request.on)
    given = PeriodForm(request.GET, today=request.on) if "since" in request.GET or "until" in request.GET else None
    if given is not None and given.is_valid():
        first = given.cleaned_data["since"] or first
        last = given.cleaned_data["until"] or request.on
    form = PeriodForm(initial={"since": first, "until": max(first, last)}, today=request.on)
    return form, first, max(first, last)


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
