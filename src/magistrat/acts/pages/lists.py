"""«Проєкти» and «Акти»: what is being prepared and at whom it stands; the register of acts."""

from __future__ import annotations

import io

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from magistrat.acts.forms import FilterForm
from magistrat.acts.pages import shown
from magistrat.acts.queries import drafts, export, lists
from magistrat.organisation import queries as organisation
from magistrat.rules import words
from magistrat.ui import paging
from magistrat.ui.routes import allow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EMPTY = {
    "moi": "Тут з'являться проєкти актів, які Ви готуєте.",
    "pidrozdil": "Тут з'являться проєкти Вашого підрозділу, які Вам надано.",
    "usi": "Тут з'являться всі проєкти, які Вам надано: на візу, на підпис, до відома.",
}
STATES = (
    ("draft", "проєкт"),
    ("approval", "на погодженні"),
    ("agreed", "погоджено"),
    ("signing", "на підписі"),
    ("signed", "підписано"),
)


@allow(any_post=True)
@require_GET
def in_preparation(request: HttpRequest) -> HttpResponse:
    """Drafts: mine, of my department, all that I see; «?polytsia=», «?stan=»."""
    chosen = request.GET.get("polytsia", "")
    chosen = chosen if chosen in lists.SHELVES else "moi"
    state = request.GET.get("stan", "")
    page = paging.asked(request, lists.shelf(request.actor, chosen, state), lists.NEWEST_DRAFTS)
    lists.stand_at(page.rows)
    address = reverse("acts:drafts")
    context = {
        "page": page,
        "heading": lists.SHELVES[chosen],
        "empty_text": EMPTY[chosen],
        "may_draft": request.may("act.draft") is None,
        "states": STATES,
        "state": state,
        "shelf": chosen,
        "tabs": [
            {"label": label, "url": f"{address}?polytsia={key}", "is_current": key == chosen}
            for key, label in lists.SHELVES.items()
        ],
    }
    return render(request, "acts/drafts.html", context)


@allow(any_post=True)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Registered acts by the filters of the address."""
    form = _form(request)
    filters = form.filters()
    sort = paging.sort(request.GET.get("sort"), lists.ORDERS, lists.NEWEST)
    token, size = paging.place(request)
    found = lists.register_page(request.actor, filters, sort=sort.key, token=token, size=size)
    context = {
        "form": form,
        "page": paging.for_print(request, found),
        "sort": sort.key,
        "count": lists.count(request.actor, filters),
        "most": lists.COUNT_LIMIT,
        "query": request.GET.urlencode(),
        "is_filtered": filters != lists.Filters(),
        "may_draft": request.may("act.draft") is None,
    }
    return render(request, "acts/register.html", context)


@allow(any_post=True)
@require_GET
def xlsx(request: HttpRequest) -> HttpResponse | FileResponse:
    """The filtered register as a workbook; by a filter that is not understood the page, which says so."""
    form = _form(request)
    if not form.is_valid():
        return redirect(f"{reverse('acts:register')}?{request.GET.urlencode()}")
    book: io.BytesIO = export.workbook(actor=request.actor, filters=form.filters())
    return FileResponse(book, as_attachment=True, filename=f"akty-{request.on:%Y-%m-%d}.xlsx", content_type=XLSX)


def _form(request: HttpRequest) -> FilterForm:
    kinds = drafts.kinds(request.on)
    series = {one.key: words.sentence(one.label) for kind in kinds for one in kind.series}
    offered = {
        "kind": [(one.key, words.sentence(one.label)) for one in kinds],
        "series": list(series.items()),
        "year": list(shown.years(request.on, lists.first_year(request.on))),
        "department": [(one.pk, one.name) for one in organisation.departments(request.on)],
    }
    form = FilterForm(request.GET, choices=offered)
    form.is_valid()
    return form
