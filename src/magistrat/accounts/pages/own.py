"""One's own account: password and sign-ins."""

from __future__ import annotations

from django.contrib import auth, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.accounts import actions, forms, queries
from magistrat.accounts.who import actor_of
from magistrat.rules.refusal import Refusal
from magistrat.ui import clock, links
from magistrat.ui.routes import allow


@allow(signed_in=True)
@require_GET
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """Вхід і безпека: password, second step, sign-ins."""
    user = request.user
    shown = {
        "visits": queries.visits(user),
        "present": request.session.session_key,
        "second_step": queries.is_on(user),
        "codes_left": queries.codes_left(user),
    }
    return render(request, "accounts/own.html", shown)


@allow(signed_in=True)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("old", "new", "again")
def change_password(request: HttpRequest) -> HttpResponse:
    """One's own password; also the page to which a first password leads."""
    form, refusal = forms.ChangePassword(request.POST if request.method == "POST" else None), None
    is_forced = request.user.must_change_password
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, form.cleaned_data)
        except Refusal as found:
            refusal = found
        else:
            messages.success(request, "Пароль змінено. Інші сеанси завершено.")
            return redirect(links.to("home") or "/" if is_forced else "accounts:own")
    status = 422 if form.errors or refusal else 200
    shown = {"form": form, "refusal": refusal, "is_forced": is_forced}
    return render(request, "accounts/change_password.html", shown, status=status)


@allow(signed_in=True)
@require_POST
def end_visit(request: HttpRequest, visit: int) -> HttpResponse:
    """End another sign-in of one's own."""
    user = request.user
    found = queries.open_visit(user, visit)
    if found is None:
        raise Http404
    actions.end_visit(actor=actor_of(user), at=clock.now(), user=user, session_key=found.session_key, end="ended")
    messages.success(request, "Сеанс завершено.")
    return redirect("accounts:own")


def _change(request: HttpRequest, given: dict[str, str]) -> None:
    """Change the password and keep the present session, whose key changes with it."""
    at, key = clock.now(), request.session.session_key
    user = actions.change_password(
        actor=actor_of(request.user), at=at, user=request.user, old=given["old"], new=given["new"], keep=key
    )
    auth.update_session_auth_hash(request, user)
    actions.move_visit(at=at, old=key, new=request.session.session_key)
