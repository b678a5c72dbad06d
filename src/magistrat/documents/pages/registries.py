"""Settings of registries, and the printed journal of a registry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from magistrat.documents.actions import registries
from magistrat.documents.forms.directories import NewRegistryForm, RegistryForm
from magistrat.documents.forms.fields import read_day
from magistrat.documents.pages.registration import REGISTRARS, TITLES
from magistrat.documents.queries import choices, paper_periods, points, rights
from magistrat.documents.queries import registries as read
from magistrat.rules.refusal import Refusal
from magistrat.ui import days
from magistrat.ui.routes import allow

# A month of a large registry still prints; a longer period goes by the list's XLSX.
LONGEST = timedelta(days=366)
MANAGE, OVERSEE = "registry.manage", "journal.view"


@allow(MANAGE)
@require_GET
def settings(request: HttpRequest) -> HttpResponse:
    """All registries with their units, clerks and patterns."""
    context = {
        "registries": read.registries(),
        "on_paper": {one.registry_id for one in paper_periods.unfinished() if one.is_on_paper},
        "forms": points.labels(request.on, points.FORMS),
        "clause": points.clause(request.on, points.KEEPING),
        "forms_clause": points.clause(request.on, points.FORMS),
    }
    return render(request, "documents/registries/settings.html", context)


@allow(MANAGE)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A registry is opened."""
    offered = {
        "direction": choices.DIRECTIONS,
        "department": choices.departments(request.on),
        "clerks": choices.clerks(request.on),
    }
    begun = {
        "first_number": 1, "first_year": request.on.year, "is_open": True,
        "pattern": points.pattern(request.on, "incoming"), "restarts": "year",
    }  # fmt: skip
    form = NewRegistryForm(request.POST or None, choices=offered, initial=begun)

    def deed() -> None:
        given = {name: value for name, value in form.cleaned_data.items() if name != "is_open"}
        registries.open_registry(actor=request.actor, at=request.at, **given)

    return _page(request, form, deed, {"heading": "Новий реєстр"})


@allow(MANAGE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, registry_id: int) -> HttpResponse:
    """A registry is changed; indexes already given stay."""
    registry = read.registry(registry_id)
    begun = {name: getattr(registry, name) for name in ("title", "pattern", "first_number", "only_clerks", "is_open")}
    begun["clerks"] = [post.pk for post in registry.clerks.all()]
    has_numbers = read.has_numbers(registry_id)
    # Which year begins with 1 nobody has said: it is asked for with the number.
    is_unsaid = not has_numbers and (registry.first_number == 1 or not registry.first_period)
    begun["first_year"] = request.on.year if is_unsaid else registry.first_period
    form = RegistryForm(request.POST or None, choices={"clerks": choices.clerks(request.on)}, initial=begun)
    if registry.restarts != "year":
        del form.fields["first_year"]

    def deed() -> None:
        registries.change(actor=request.actor, at=request.at, registry_id=registry_id, **form.cleaned_data)

    return _page(
        request,
        form,
        deed,
        {"heading": registry.title, "registry": registry, "has_numbers": has_numbers},
    )


@allow(*REGISTRARS, MANAGE, OVERSEE)
@require_GET
def journal(request: HttpRequest, registry_id: int) -> HttpResponse:
    """The registry's journal of a period, as it is printed."""
    since, until = _day(request, "z", request.on.replace(day=1)), _day(request, "do", request.on)
    if refusal := rights.refusal_to_read_journal(actor=request.actor, registry_id=registry_id, on=request.on):
        raise refusal
    is_cut, since = since < until - LONGEST, max(since, until - LONGEST)
    rows = read.journal(actor=request.actor, registry_id=registry_id, since=since, until=until)
    context = {"registry": read.registry(registry_id), "rows": rows, "since": since, "until": until, "is_cut": is_cut}
    context["may_print_blank"] = _may_print_blank(request)
    return render(request, "documents/registries/journal.html", context)


def kept(request: HttpRequest, own: Sequence[Any], chosen: int | None = None) -> dict[str, Any]:
    """Registries whose journal and blank the person opens from a list: the chosen one, else those that he keeps (`own`).

    Acts have a register of their own. No statement unless one is chosen that he does not keep; then two.
    """
    may_print_blank = _may_print_blank(request)
    books = [one for one in own if chosen in (None, one.pk)]
    if chosen is not None and not books and (may_print_blank or request.may(OVERSEE) is None):
        refusal = rights.refusal_to_read_journal(actor=request.actor, registry_id=chosen, on=request.on)
        books = [] if refusal else [read.registry(chosen)]
    return {"books": [one for one in books if one.direction in TITLES], "may_print_blank": may_print_blank}


def _may_print_blank(request: HttpRequest) -> bool:
    return any(request.may(right) is None for right in (*REGISTRARS, MANAGE))


def _day(request: HttpRequest, name: str, otherwise: date) -> date:
    return days.of_address(request, name, otherwise, lambda text: read_day(text, request.on))


def _page(
    request: HttpRequest, form: RegistryForm, deed: Callable[[], None], context: dict[str, object]
) -> HttpResponse:
    template = "documents/registries/registry.html"
    if request.method != "POST":
        return render(request, template, context | {"form": form})
    if not form.is_valid():
        return render(request, template, context | {"form": form}, status=422)
    try:
        deed()
    except Refusal as refusal:
        return render(request, template, context | {"form": form, "refusal": refusal}, status=409)
    messages.success(request, "Реєстр збережено.")
    return redirect("documents:registries")
