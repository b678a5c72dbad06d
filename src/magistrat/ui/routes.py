"""What a route demands: every view declares it, and the declaration is what is enforced."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url

from magistrat.rules.refusal import Refusal

View = Callable[..., Any]

NO_POST = (
    "Сьогодні за Вами не закріплено жодної посади, тому ця сторінка для Вас недоступна. Зверніться до адміністратора."
)


@dataclass(frozen=True)
class Declared:
    """A route's declaration: any of `rights`; or any post; or only being signed in; or open to all."""

    rights: tuple[str, ...] = ()
    any_post: bool = False
    signed_in: bool = False
    public: bool = False
    by_token: bool = False


def allow(
    *rights: str, any_post: bool = False, signed_in: bool = False, public: bool = False, by_token: bool = False
) -> Callable[[View], View]:
    """Declare and enforce who may open the view.

    :param rights: keys of the regulation's rights, any one of which is enough.
    :param any_post: whoever holds or substitutes a post now.
    :param signed_in: whoever has signed in, even without a post (own password, own sessions).
    :param public: everybody.
    :param by_token: a program with a key (`request.program`), and no person: the page behind answers who has none.
    """
    declared = Declared(rights=rights, any_post=any_post, signed_in=signed_in, public=public, by_token=by_token)
    if sum(map(bool, (rights, any_post, signed_in, public, by_token))) != 1:
        raise ValueError("A route declares exactly one of: rights, any_post, signed_in, public, by_token.")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> Any:
            if answer := _stopped(request, declared):
                return answer
            return view(request, *args, **kwargs)

        guarded.declared = declared
        return guarded

    return decorate


def _stopped(request: HttpRequest, declared: Declared) -> HttpResponse | None:
    """The way to the sign-in page for a stranger; raises the refusal for one who lacks the right."""
    if declared.public:
        return None
    if declared.by_token:
        return None if getattr(request, "program", None) is not None else _no_key()
    if not request.user.is_authenticated:
        return to_sign_in(request)
    if declared.signed_in:
        return None
    if getattr(request, "actor", None) is None:
        raise as_right(Refusal(clause="", message=NO_POST))
    refusals = [request.may(right) for right in declared.rights]
    if declared.rights and all(refusals):
        raise as_right(refusals[0])
    return None


def _no_key() -> HttpResponse:
    """To one without a key: RFC 9457, as all troubles of programs."""
    told = {
        "type": "urn:magistrat:problem:no-key", "title": "Потрібен чинний ключ програми", "status": 401,
        "detail": "Надішліть чинний ключ програми в заголовку «Authorization: Bearer …».", "clause": "", "words": "",
        "errors": [],
    }  # fmt: skip
    return JsonResponse(
        told, status=401, headers={"WWW-Authenticate": "Bearer"}, content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip


def as_right(refusal: Refusal) -> Refusal:
    """Mark the refusal as a missing right: shown with HTTP 403 instead of 409."""
    refusal.is_right = True
    return refusal


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; htmx is told to load the whole page."""
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = resolve_url(settings.LOGIN_URL)
        return response
    back = request.get_full_path() if request.method == "GET" else "/"
    return redirect_to_login(back)
