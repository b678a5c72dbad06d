"""Switching the second step of signing in on and off."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from magistrat.accounts import forms, queries
from magistrat.accounts.actions import second_step as steps
from magistrat.accounts.who import actor_of
from magistrat.rules.refusal import Refusal
from magistrat.ui import clock
from magistrat.ui.context import city_name
from magistrat.ui.routes import allow


@allow(signed_in=True)
@require_http_methods(["GET", "POST"])
@never_cache
def switch_on(request: HttpRequest) -> HttpResponse:
    """The QR code for the telephone, then its first code."""
    user, at = request.user, clock.now()
    if queries.is_on(user):
        return redirect("accounts:own")
    form, refusal = forms.SwitchOn(request.POST if request.method == "POST" else None), None
    device = steps.prepare(actor=actor_of(user), at=at, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            codes = steps.switch_on(actor=actor_of(user), at=at, user=user, code=form.cleaned_data["code"])
        except Refusal as found:
            refusal = found
        else:
            return render(request, "accounts/codes.html", {"codes": codes, "is_first": True})
    address = queries.address_for_telephone(device, city_name())
    picture = segno.make(address, error="m").svg_inline(scale=4, border=2, title="Код для телефону")
    shown = {
        "form": form,
        "refusal": refusal,
        "picture": mark_safe(picture),  # noqa: S308 drawn by segno from our own words
        "secret": queries.secret_in_groups(device),
    }
    return render(request, "accounts/switch_on.html", shown, status=422 if form.errors or refusal else 200)


@allow(signed_in=True)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password")
def switch_off(request: HttpRequest) -> HttpResponse:
    """By password and code."""
    user = request.user
    form, refusal = forms.SwitchOff(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        try:
            steps.switch_off(actor=actor_of(user), at=clock.now(), user=user, **form.cleaned_data)
        except Refusal as found:
            refusal = found
        else:
            messages.success(request, "Другий крок входу вимкнено.")
            return redirect("accounts:own")
    status = 422 if form.errors or refusal else 200
    return render(request, "accounts/switch_off.html", {"form": form, "refusal": refusal}, status=status)


@allow(signed_in=True)
@require_POST
@never_cache
def new_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes instead of the earlier ones."""
    user = request.user
    if not queries.is_on(user):
        return redirect("accounts:own")
    codes = steps.make_codes(actor=actor_of(user), at=clock.now(), user=user)
    return render(request, "accounts/codes.html", {"codes": codes, "is_first": False})
