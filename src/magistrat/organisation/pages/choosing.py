"""In whose name the person acts, and suggestions of posts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from magistrat.organisation import queries
from magistrat.organisation.middleware import CHOICE, choice_of
from magistrat.ui.routes import allow


@allow(signed_in=True)
@require_POST
def choose_post(request: HttpRequest) -> HttpResponse:
    """Keep the chosen name in the session and go back."""
    chosen = request.POST.get("choice", "")
    if chosen in {choice_of(actor) for actor in request.actors}:
        request.session[CHOICE] = chosen
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(wanted if safe else "/")


@allow(any_post=True)
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """Holders of posts found by letters, as options of a combobox; `rol` narrows to a role."""
    found = queries.suggest(request.GET.get("q", ""), request.on, role=request.GET.get("rol", ""))
    return render(request, "organisation/options.html", {"found": found})
