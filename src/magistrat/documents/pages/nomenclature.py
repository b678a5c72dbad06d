"""The nomenclature of files of a year."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.documents.actions import nomenclature
from magistrat.documents.forms.directories import CaseForm, NewCaseForm
from magistrat.documents.pages import answers
from magistrat.documents.queries import choices
from magistrat.documents.queries import nomenclature as read
from magistrat.rules.refusal import Refusal
from magistrat.ui.routes import allow

MANAGE = (nomenclature.WHOLE, nomenclature.OWN)
FIELDS = ("title", "keep_term", "article", "volumes", "note")


@allow(any_post=True)
@require_GET
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Files of the year by departments, as they are printed."""
    rows = read.of_year(year)
    groups = [(department, list(cases)) for department, cases in groupby(rows, key=lambda case: case.department)]
    context = {
        "year": year,
        "years": sorted({*read.years(), request.on.year, request.on.year + 1, year}, reverse=True),
        "groups": groups,
        "managed": {department.pk for department, _ in groups if _may(request, department.pk)},
        "may_manage": _may(request, _whose(request)),
        "is_of_all": _whose(request) is None,
        "is_over": request.on.year > year,
    }
    return render(request, "documents/nomenclature/year.html", context)


@allow(any_post=True)
@require_GET
def this_year(request: HttpRequest) -> HttpResponse:
    """The present year's."""
    return redirect("documents:nomenclature_year", request.on.year)


@allow(*MANAGE)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, year: int) -> HttpResponse:
    """A file is put into the year's nomenclature."""
    form = NewCaseForm(
        request.POST or None,
        choices={"department": [one for one in choices.departments(request.on) if _may(request, int(one[0]))]},
        initial={"department": request.actor.department_id},
    )

    def deed() -> None:
        nomenclature.add(actor=request.actor, at=request.at, year=year, **form.cleaned_data)

    return _page(request, form, deed, year, "Нова справа")


@allow(*MANAGE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, case_id: int) -> HttpResponse:
    """A file is changed."""
    case = read.case(case_id)
    form = CaseForm(request.POST or None, initial={name: getattr(case, name) for name in FIELDS})

    def deed() -> None:
        nomenclature.change(actor=request.actor, at=request.at, case_id=case_id, **form.cleaned_data)

    return _page(request, form, deed, case.year, f"Справа {case.index}")


@allow(*MANAGE)
@require_POST
def copy_year(request: HttpRequest, year: int) -> HttpResponse:
    """The year begins with last year's files."""

    def deed() -> None:
        nomenclature.copy_year(
            actor=request.actor, at=request.at, from_year=year - 1, to_year=year, department=_whose(request)
        )

    return answers.done(
        request, deed, f"Справи {year - 1} року перенесено.", redirect("documents:nomenclature_year", year)
    )


@allow(*MANAGE)
@require_POST
def close_year(request: HttpRequest, year: int) -> HttpResponse:
    """The year is closed with its summary entry."""

    def deed() -> None:
        nomenclature.close_year(actor=request.actor, at=request.at, year=year, department=_whose(request))

    return answers.done(
        request, deed, f"Номенклатуру {year} року закрито.", redirect("documents:nomenclature_year", year)
    )


def _may(request: HttpRequest, department: int | None) -> bool:
    return nomenclature.refusal_to_manage(actor=request.actor, department=department, on=request.on) is None


def _whose(request: HttpRequest) -> int | None:
    """The department whose year the person begins and closes; none means all."""
    own: int | None = request.actor.department_id
    return None if _may(request, None) else own


def _page(request: HttpRequest, form: Form, deed: Callable[[], None], year: int, heading: str) -> HttpResponse:
    template, context = "documents/nomenclature/case.html", {"form": form, "year": year, "heading": heading}
    if request.method != "POST":
        return render(request, template, context)
    if not form.is_valid():
        return render(request, template, context, status=422)
    try:
        deed()
    except Refusal as refusal:
        status = 403 if getattr(refusal, "is_right", False) else 409
        return render(request, template, context | {"refusal": refusal}, status=status)
    messages.success(request, "Номенклатуру збережено.")
    return redirect("documents:nomenclature_year", year)
