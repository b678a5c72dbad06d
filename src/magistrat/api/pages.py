"""The API's documentation, and the administrator's pages of programs and their keys."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from magistrat.api import actions, forms, operations, problems, queries, scopes, service
from magistrat.organisation import queries as organisation
from magistrat.rules.refusal import Refusal
from magistrat.ui.routes import allow


@cache
def _described() -> dict[str, Any]:
    return service.description()


@allow(public=True)
@require_GET
def documentation(request: HttpRequest) -> HttpResponse:
    """What programs can ask, how, and what they are answered."""
    schema = _described()
    context = {"groups": operations.groups(schema), "shapes": operations.shapes(schema), "schema": schema}
    return render(request, "api/documentation.html", context | {"troubles": operations.troubles()})


@allow(public=True)
@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """The same for programs: OpenAPI."""
    return JsonResponse(_described(), json_dumps_params={"ensure_ascii": False})


@allow(by_token=True)
def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """An address that the API does not have."""
    return problems.answer(404, "За цією адресою нічого немає.")


# A program has no cookie that another site could use.
nothing_here.csrf_exempt = True


@allow("account.manage")
@require_GET
def programs(request: HttpRequest) -> HttpResponse:
    """Programs that have or had a key."""
    return render(request, "api/programs.html", {"programs": queries.programs()})


@allow("account.manage")
@require_GET
def program(request: HttpRequest, program_id: int) -> HttpResponse:
    """A program: its post, what it is let do, what it did."""
    return _shown(request, program_id)


@allow("account.manage")
@require_http_methods(["GET", "POST"])
@never_cache
def issue(request: HttpRequest) -> HttpResponse:
    """A program is let in; its key is shown once."""
    posts = organisation.posts(request.on)
    form, refusal = forms.ProgramForm(request.POST or None, on=request.on, posts=posts), None
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            made, key = actions.issue(actor=request.actor, at=request.at, post_id=told.pop("post"), **told)
        except Refusal as found:
            refusal = found
        else:
            return _shown(request, made.pk, key=key)
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "api/issue.html", {"form": form, "refusal": refusal}, status=status)


@allow("account.manage")
@require_http_methods(["GET", "POST"])
@never_cache
def renew(request: HttpRequest, program_id: int) -> HttpResponse:
    """Another key instead of the present one."""
    form, refusal = forms.TermForm(request.POST or None, on=request.on), None
    if request.method == "POST" and form.is_valid():
        try:
            _, key = actions.renew(actor=request.actor, at=request.at, program_id=program_id, **form.cleaned_data)
        except Refusal as found:
            refusal = found
        else:
            return _shown(request, program_id, key=key)
    what = {"heading": "Новий ключ", "button": "Видати новий ключ", "program": queries.program(program_id)}
    return _deed_page(request, form, refusal, what)


@allow("account.manage")
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, program_id: int) -> HttpResponse:
    """The key ends at once."""
    form, refusal = forms.RevokeForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke(actor=request.actor, at=request.at, program_id=program_id, **form.cleaned_data)
        except Refusal as found:
            refusal = found
        else:
            messages.success(request, "Ключ скасовано.")
            return redirect("api:program", program_id)
    what = {"heading": "Скасувати ключ", "button": "Скасувати ключ", "program": queries.program(program_id)}
    return _deed_page(request, form, refusal, what)


def _shown(request: HttpRequest, program_id: int, key: str = "") -> HttpResponse:
    found = queries.program(program_id)
    context = {
        "program": found, "key": key, "usage": queries.usage(program_id, request.on), "days": queries.SHOWN_DAYS,
        "scopes": [scopes.SCOPES[one] for one in found.scopes if one in scopes.SCOPES],
        "is_over": found.revoked_at is not None or found.expires_on < request.on,
    }  # fmt: skip
    return render(request, "api/program.html", context)


def _deed_page(request: HttpRequest, form: Any, refusal: Refusal | None, what: dict[str, Any]) -> HttpResponse:
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "api/deed.html", what | {"form": form, "refusal": refusal}, status=status)
