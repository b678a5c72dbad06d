"""Ends idle sessions and leads to the change of a password that has to be changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from magistrat.accounts import actions
from magistrat.accounts.who import actor_of
from magistrat.ui import clock

SEEN = "seen_at"
# A session in use is noted once a minute, not with every request.
NOTED_EVERY = timedelta(minutes=1)
# A page that asks by itself (the bell, progress of long work) is no sign of a person.
BACKGROUND = "X-Background"
IDLE = "Сеанс завершено: понад {minutes} хв не було жодної дії. Увійдіть знову."


class VisitMiddleware:
    """Stands behind Django's own middleware of sessions, accounts and messages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._look(request, clock.now())
        if request.user.is_authenticated and request.user.must_change_password and not self._may_without(request):
            return redirect("accounts:change_password")
        return self.get_response(request)

    @staticmethod
    def _look(request: HttpRequest, at: datetime) -> None:
        seen = request.session.get(SEEN)
        since = at - datetime.fromisoformat(seen) if seen else None
        if since is not None and since > timedelta(minutes=settings.IDLE_MINUTES):
            user = request.user
            actions.end_visit(
                actor=actor_of(user), at=at, user=user, session_key=request.session.session_key, end="idle"
            )
            logout(request)
            messages.warning(request, IDLE.format(minutes=settings.IDLE_MINUTES))
        elif BACKGROUND not in request.headers and (since is None or since > NOTED_EVERY):
            request.session[SEEN] = at.isoformat()
            actions.see_visit(at=at, session_key=request.session.session_key)

    @staticmethod
    def _may_without(request: HttpRequest) -> bool:
        """Pages open to one who has not yet chosen a password of his own."""
        return request.path in {reverse("accounts:change_password"), reverse("accounts:sign_out")}
