"""«Перевірка копії»: for anyone who holds one, without signing in; asked too often it rests for a while."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from magistrat.accounts.actions import asking
from magistrat.acts.forms.office import CheckForm, FileForm
from magistrat.acts.pages.copying import site
from magistrat.acts.queries import verification
from magistrat.ui.routes import allow

# So many questions from one address in so many seconds; a code of twelve letters is not guessed at this pace.
MOST, SECONDS = 30, 600
LARGEST = 20 * 1024 * 1024
TOO_MANY, NOT_FOUND, UNPROCESSABLE = 429, 404, 422


@allow(public=True)
@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """The code of a copy is asked."""
    form = CheckForm(request.GET or None)
    if form.is_valid():
        letters = "".join(one for one in form.cleaned_data["code"].upper() if one.isalnum() or one == "-")
        return redirect("acts:check", letters or "-")
    return render(request, "acts/check/ask.html", {"form": form})


@allow(public=True)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What the copy of this code is, and whether a file handed in is that copy."""
    if _is_too_often(request):
        return render(request, "acts/check/rests.html", status=TOO_MANY)
    act = verification.by_code(code)
    if act is None:
        context: dict[str, Any] = {"form": CheckForm(initial={"code": code[:20]}), "is_unknown": True}
        return render(request, "acts/check/ask.html", context, status=NOT_FOUND)
    is_asked = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if is_asked else FileForm()
    compared, status = None, 200
    if is_asked:
        file = form.cleaned_data["file"] if form.is_valid() else None
        if file is None:
            status = UNPROCESSABLE
        elif file.size > min(LARGEST, settings.UPLOAD_LIMIT_BYTES):
            form.add_error("file", "Виберіть файл копії до 20 МБ.")
            status = UNPROCESSABLE
        else:
            compared = verification.compared(act, file.read(), request.at, site(request))
    context = {"known": verification.known(act, request.on), "act": act, "form": form, "compared": compared}
    return render(request, "acts/check/act.html", context, status=status)


def _is_too_often(request: HttpRequest) -> bool:
    """Count the question among all that its address has asked, whichever process answered them."""
    address = request.META.get("REMOTE_ADDR", "")
    return asking.count(at=request.at, what="acts.check", address=address, seconds=SECONDS) > MOST
