"""Pages that Django shows when something stops a request, and the sign that the server answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from magistrat.ui.routes import allow


@allow(public=True)
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The server answers: asked by open pages, with no body."""
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old or came from elsewhere."""
    return render(request, "ui/stopped.html", STALE, status=403)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """HTTP 403."""
    return render(request, "ui/stopped.html", FORBIDDEN, status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """HTTP 404: the same words for what does not exist and for what the person may not see."""
    return render(request, "ui/stopped.html", NOT_FOUND, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """HTTP 500: rendered without database and context, which may be what broke."""
    return HttpResponse(loader.render_to_string("ui/broken.html"), status=500)


STALE = {
    "heading": "Сторінка застаріла",
    "words": "Її відкрито до того, як Ви увійшли знову. Поверніться, оновіть сторінку й надішліть ще раз: введене збережено у браузері.",
}
FORBIDDEN = {"heading": "Доступу немає", "words": "Ця сторінка не належить до повноважень Вашої посади."}
NOT_FOUND = {
    "heading": "Такої сторінки немає",
    "words": "Можливо, адресу скопійовано не повністю або документ не належить до тих, які Ви можете бачити.",
}
