"""In whose name the person acts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

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
