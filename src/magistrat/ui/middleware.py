"""Shows a refusal that no page caught; leads on after an upload."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from magistrat.rules.refusal import Refusal
from magistrat.ui.pages import not_found
from magistrat.ui.refusals import Away, status_of

log = logging.getLogger(__name__)


class RefusalMiddleware:
    """A `Refusal` becomes a page (or an htmx fragment) with the reason and the clause.

    HTTP 403 when a right is missing (`is_right`), 409 when the regulation does not allow the deed itself; 404 when the
    address names what is not there; 409 too when the storage of files cannot be reached: at 503 the page would say that
    the server itself is away.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django's hook: the answer, or nothing when the exception is no refusal."""
        if isinstance(exception, ObjectDoesNotExist) and request.resolver_match and request.resolver_match.kwargs:
            # The address names what is not there, or is no longer there.
            log.warning("%s: %s", request.path, exception)
            return not_found(request, exception)
        if isinstance(exception, Away):
            return _refused(request, Refusal("", str(exception)), 409, is_away=True)
        if not isinstance(exception, Refusal):
            return None
        return _refused(request, exception, status_of(exception))


def _refused(request: HttpRequest, refusal: Refusal, status: int, *, is_away: bool = False) -> HttpResponse:
    htmx = getattr(request, "htmx", None)
    fragment = htmx is not None and bool(htmx) and not htmx.boosted
    template = "ui/components/refusal_toast.html" if fragment else "ui/refusal.html"
    response = render(request, template, {"refusal": refusal, "is_away": is_away}, status=status)
    if fragment:
        response["HX-Retarget"] = "#toasts"
        response["HX-Reswap"] = "beforeend"
    return response


class UploadMiddleware:
    """A form whose files went with a progress bar (`X-Upload`, see `drop.js`) is led on by a whole new page.

    Left to itself the browser's request follows the redirect, and the next page comes without its own head.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "X-Upload" not in request.headers or not 300 <= response.status_code < 400:
            return response
        return HttpResponse(headers={"HX-Redirect": response["Location"]})
