"""Recognises a program by its key and counts what it asks."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from magistrat.api import actions, keys, queries
from magistrat.api.service import ROOT


class ProgramMiddleware:
    """Under `/api/v1/` a request is from a program or from nobody: a person's session does not count there.

    Sets `request.program` and, in its post's name, `request.actor`; two statements to count the call.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ROOT):
            return self.get_response(request)
        request.program, request.actor, request.actors = None, None, []
        key = keys.read(request.headers.get("Authorization", ""))
        program = queries.by_key(key, request.on) if key else None
        actor = queries.actor_of(program, request.on) if program else None
        if program is not None and actor is not None:
            request.program, request.actor = program, actor
        response = self.get_response(request)
        response["Cache-Control"] = "no-store"
        operation = request.resolver_match.url_name if request.resolver_match else None
        if request.program is not None and operation:
            actions.note_use(
                program_id=request.program.pk, operation=f"{request.method} {operation}"[:80], on=request.on,
                is_refused=response.status_code >= 400,
            )  # fmt: skip
        return response
