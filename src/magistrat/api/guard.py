"""Who asks: the program of the key, in the name of its post; each operation names the scope that it wants."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from magistrat.api.scopes import SCOPES
from magistrat.rules.refusal import Refusal
from magistrat.ui.routes import as_right


class Keyed(HttpBearer):
    """Lets in whom the middleware has recognised by the key, if the operation's scope is among the key's.

    :param scope: what the operation wants; none: any key.
    """

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        if scope and scope not in SCOPES:
            raise ValueError(scope)
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The program, if its key holds.

        :raises Refusal: the key does not let the program do this.
        """
        program = getattr(request, "program", None)
        if program is not None and self.scope and self.scope not in program.scopes:
            raise as_right(Refusal("", f"Ключу цієї програми не дозволено: {SCOPES[self.scope]}."))
        return program
