"""Signing in and out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from magistrat.accounts import actions, forms, queries
from magistrat.accounts.actions import second_step as steps
from magistrat.accounts.middleware import SEEN
from magistrat.accounts.who import actor_of
from magistrat.ui import clock
from magistrat.ui.routes import allow

WAITING = "waiting_for_second_step"
WAITS = timedelta(minutes=5)
BACKEND = "django.contrib.auth.backends.ModelBackend"
NOT_FIT = "Логін або пароль не підходить."
TOO_LONG = "Після пароля минуло понад п'ять хвилин. Увійдіть знову."


@allow(public=True)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Login and password."""
    if request.user.is_authenticated:
        return redirect(_onward(request))
    form = forms.SignIn(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        user = auth.authenticate(request, username=given["login"], password=given["password"])
        if user is not None:
            return _first_step_done(request, user)
        form.add_error(None, NOT_FIT)
    status = 422 if form.errors else 200
    return render(request, "accounts/sign_in.html", {"form": form, "next": _next(request)}, status=status)


@allow(public=True)
@require_http_methods(["GET", "POST"])
@never_cache
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of the telephone after the password."""
    waiting: dict[str, Any] = request.session.get(WAITING) or {}
    at = clock.now()
    user = queries.by_id(waiting["user"]) if waiting else None
    if user is None or at - datetime.fromisoformat(waiting["at"]) > WAITS:
        messages.warning(request, TOO_LONG)
        return redirect(settings.LOGIN_URL)
    form = forms.SecondStep(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if steps.passes(at=at, user=user, code=form.cleaned_data["code"]):
            return _let_in(request, user, waiting["next"], by_second_step=True)
        form.add_error("code", steps.NOT_THE_CODE)
    return render(request, "accounts/second_step.html", {"form": form}, status=422 if form.errors else 200)


@allow(signed_in=True)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The end of the session."""
    user = request.user
    actions.end_visit(actor=actor_of(user), at=clock.now(), user=user, session_key=request.session.session_key)
    auth.logout(request)
    messages.info(request, "Ви вийшли із системи.")
    return redirect(settings.LOGIN_URL)


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """After too many attempts: when to try again. Called by the middleware of django-axes."""
    login = (request.POST.get("login") or "").strip().lower()
    address = request.META.get("REMOTE_ADDR")
    at = clock.now()
    if getattr(request, "axes_failures_since_start", 0) == settings.AXES_FAILURE_LIMIT:
        actions.note_lock(at=at, login=login, address=address)
    until = queries.locked_until(login, address, get_cool_off(request)) or at
    return render(request, "accounts/locked_out.html", {"until": until}, status=429)


def _first_step_done(request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
    if not queries.is_on(user):
        return _let_in(request, user, _next(request), by_second_step=False)
    request.session[WAITING] = {"user": user.pk, "at": clock.now().isoformat(), "next": _next(request)}
    return redirect("accounts:second_step")


def _let_in(request: HttpRequest, user: AbstractBaseUser, onward: str, *, by_second_step: bool) -> HttpResponse:
    request.session.pop(WAITING, None)
    auth.login(request, user, backend=BACKEND)
    at = clock.now()
    request.session[SEEN] = at.isoformat()
    actions.begin_visit(
        actor=actor_of(user),
        at=at,
        user=user,
        session_key=request.session.session_key,
        address=request.META.get("REMOTE_ADDR"),
        program=request.headers.get("User-Agent", ""),
        by_second_step=by_second_step,
    )
    return redirect(onward or resolve_url(settings.LOGIN_REDIRECT_URL))


def _next(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is a place of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else ""


def _onward(request: HttpRequest) -> str:
    return _next(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
