"""A registry on paper: its declaration, the numbers entered afterwards, gaps, the blank of the journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.documents.actions import cards as card_deeds
from magistrat.documents.actions import paper_periods
from magistrat.documents.actions.admission import Duplicate
from magistrat.documents.forms.paper import BlankForm, DeclareForm, EndForm, ExplainForm, HandForm
from magistrat.documents.pages import answers, begin, registration
from magistrat.documents.pages.viewer import viewer
from magistrat.documents.queries import choices, duplicates, points
from magistrat.documents.queries import paper_periods as read
from magistrat.documents.queries import registries as books
from magistrat.regulation import queries as regulation
from magistrat.rules.refusal import Refusal
from magistrat.ui.routes import allow

MANAGE = "registry.manage"
KEEPERS = (*registration.REGISTRARS, MANAGE)


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def registry(request: HttpRequest, registry_id: int) -> HttpResponse:
    """The registry's paper periods, and the declaration of one."""
    form = DeclareForm(request.POST or None, today=request.on, initial={"since": request.at})
    context = _common(request) | {"registry": books.registry(registry_id), "periods": read.of_registry(registry_id)}
    context |= {"form": form, "blank": BlankForm(initial={"first": books.next_number(registry_id, request.on)})}
    if request.method != "POST":
        return render(request, "documents/paper/registry.html", context)
    if not form.is_valid():
        return render(request, "documents/paper/registry.html", context, status=422)
    try:
        made = paper_periods.declare(
            actor=request.actor, at=request.at, registry_id=registry_id, **form.cleaned_data
        )  # fmt: skip
    except Refusal as refusal:
        return render(request, "documents/paper/registry.html", context | {"refusal": refusal}, status=_code(refusal))
    messages.success(request, "Реєстр переведено на папір: у системі номери не надаються.")
    return redirect("documents:paper_period", made.pk)


@allow(*KEEPERS)
@require_GET
def blank(request: HttpRequest, registry_id: int) -> HttpResponse:
    """Empty numbered lines of the registry's journal, to be printed beforehand."""
    book = books.registry(registry_id)
    form = BlankForm(request.GET)
    if form.is_valid():
        first, lines = form.cleaned_data["first"], form.cleaned_data["lines"]
    else:
        first, lines = books.next_number(registry_id, request.on), 40
    context = {"registry": book, "numbers": range(first, first + lines), "form": form}
    return render(request, "documents/paper/blank.html", context)


@allow(*KEEPERS)
@require_GET
def period(request: HttpRequest, paper_period_id: int) -> HttpResponse:
    """Every number of the paper period: entered, explained or missing."""
    return _period(request, paper_period_id)


@allow(*registration.REGISTRARS)
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, paper_period_id: int) -> HttpResponse:
    """A document is entered under the number that was written by hand."""
    found = read.paper_period(paper_period_id)
    direction = found.registry.direction
    initial = begin.fresh(request, direction) | {"number": _asked(request) or read.next_number(found)}
    initial |= {"written_at": _suggested(request), "arrived_at": _suggested(request), "signed_on": None}
    offered = begin.offered(request, direction)
    data, uploaded = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = HandForm(data, uploaded, today=request.on, direction=direction, choices=offered, initial=initial)
    context: dict[str, Any] = {
        "period": found, "registry": found.registry, "form": form, "names": begin.names(form), "viewer": viewer([], request=request),
        "correspondent_kinds": choices.CORRESPONDENT_KINDS, "direction": direction,
        "checks_clause": points.clause(request.on, points.DISPATCH_CHECKS),
    }  # fmt: skip
    if data is None:
        return render(request, "documents/paper/enter.html", context)
    try:
        registration.write_new_correspondent(request, form)
        if not registration.is_whole(request, form):
            return render(request, "documents/paper/enter.html", context | {"names": begin.names(form)}, status=422)
        if direction == "incoming":
            card_deeds.require_whole(form.card(), undated=form.undated())
        document = paper_periods.enter(
            actor=request.actor, at=request.at, paper_period_id=paper_period_id, card=form.card(), **_entered(form)
        )
    except Refusal as refusal:
        registration.beside_fields(form, refusal)
        earlier = duplicates.shown(request.actor, refusal.earlier if isinstance(refusal, Duplicate) else [])
        told = {"refusal": refusal, "duplicates": earlier, "names": begin.names(form)}
        return render(request, "documents/paper/enter.html", context | told, status=_code(refusal))
    messages.success(request, f"Внесено {document.index}.")
    return redirect(_following(found, document.registered_at))


@allow(MANAGE)
@require_POST
def explain(request: HttpRequest, paper_period_id: int) -> HttpResponse:
    """A number without a document is explained."""
    form = ExplainForm(request.POST)
    return _deed(request, paper_period_id, form, paper_periods.explain, "Пояснення внесено.", "explain_form")


@allow(MANAGE)
@require_POST
def end(request: HttpRequest, paper_period_id: int) -> HttpResponse:
    """The registry is kept in the system again."""
    form = EndForm(request.POST, today=request.on)
    return _deed(request, paper_period_id, form, paper_periods.end, "Реєстр знову ведеться в системі.", "end_form")


@allow(MANAGE)
@require_POST
def close(request: HttpRequest, paper_period_id: int) -> HttpResponse:
    """All numbers by hand are accounted for."""
    return _deed(request, paper_period_id, forms.Form({}), paper_periods.close, "Паперовий період закрито.", "")


def _deed(
    request: HttpRequest, paper_period_id: int, form: forms.Form, deed: Callable[..., Any], said: str, name: str
) -> HttpResponse:
    if not form.is_valid():
        return _period(request, paper_period_id, status=422, **{name: form})
    try:
        deed(actor=request.actor, at=request.at, paper_period_id=paper_period_id, **form.cleaned_data)
    except Refusal as refusal:
        shown = {name: form} if name else {}
        return _period(request, paper_period_id, status=_code(refusal), refusal=refusal, **shown)
    messages.success(request, said)
    return redirect("documents:paper_period", paper_period_id)


def _period(request: HttpRequest, paper_period_id: int, *, status: int = 200, **more: Any) -> HttpResponse:
    found = read.paper_period(paper_period_id)
    lines = read.lines(found, request.actor)
    context = _common(request) | {
        "period": found,
        "lines": lines,
        "missing": sum(one.is_missing for one in lines),
        "end_form": EndForm(
            today=request.on, initial={"until": request.at, "last_number": (read.next_number(found) or 1) - 1}
        ),
        "explain_form": ExplainForm(),
        "may_register": any(
            regulation.refusal(actor=request.actor, right=right, on=request.on) is None
            for right in registration.REGISTRARS
        ),
    }  # fmt: skip
    return render(request, "documents/paper/period.html", context | more, status=status)


def _common(request: HttpRequest) -> dict[str, Any]:
    return {"may_manage": regulation.refusal(actor=request.actor, right=MANAGE, on=request.on) is None}


def _entered(form: HandForm) -> dict[str, Any]:
    given = form.cleaned_data
    related = given.get("earlier") or given.get("earlier_seen")
    links = [(related, "reply" if form.direction == "outgoing" else "about")] if related else []
    if given.get("answers"):
        links.append((given["answers"], "reply"))
    return {
        "number": given["number"], "written_at": given["written_at"], "index": given["hand_index"],
        "uploads": answers.uploads(given["files"]), "links": links, "confirm": given["confirm"], "signed": form.signed(),
    }  # fmt: skip


def _following(found: Any, written_at: datetime | None) -> str:
    """The next number's card, else the list of numbers."""
    number = read.next_number(found)
    if number is None:
        return reverse("documents:paper_period", args=[found.pk])
    moment = f"&pislia={written_at.isoformat()}" if written_at else ""
    return f"{reverse('documents:paper_enter', args=[found.pk])}?nomer={number}{moment}".replace("+", "%2B")


def _asked(request: HttpRequest) -> int | None:
    asked = request.GET.get("nomer", "")
    return int(asked) if asked.isdecimal() and len(asked) < 16 else None


def _suggested(request: HttpRequest) -> datetime:
    """The moment of the number entered last: the next line of the journal is a little later."""
    try:
        return datetime.fromisoformat(request.GET.get("pislia", "")).astimezone(request.at.tzinfo)
    except ValueError:
        return request.at


def _code(refusal: Refusal) -> int:
    return 403 if getattr(refusal, "is_right", False) else 409
