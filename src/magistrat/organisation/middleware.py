"""Who the request is from: the person's chosen post, the moment and the Kyiv day."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from magistrat.journal.actor import Actor
from magistrat.organisation import queries
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.ui import clock

CHOICE = "post_choice"
NO_POST = "Ваш обліковий запис не пов'язано з посадою, чинною цього дня. Зверніться до адміністратора."


def choice_of(actor: Actor) -> str:
    """The word by which the session remembers in whose name the person acts."""
    return f"{actor.own_post_id}-{actor.acting_for or 0}-{actor.on_behalf or 0}"


class ActorMiddleware:
    """Sets `request.at`, `request.on`, `request.actors`, `request.actor` and `request.may(right)`.

    Two statements for a signed-in person, and one when rights are asked.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = clock.now()
        request.on = local_date(request.at)
        account = request.user.pk if request.user.is_authenticated else None
        request.actors = queries.actors_of_account(account, request.on) if account else []
        request.actor = self.chosen(request)
        request.may = lambda right: self.refusal(request, right)
        with regulation.remembering():
            return self.get_response(request)

    @staticmethod
    def chosen(request: HttpRequest) -> Actor | None:
        """The choice kept in the session, else the person's first post."""
        wanted = request.session.get(CHOICE) if request.actors else None
        kept = next((actor for actor in request.actors if choice_of(actor) == wanted), None)
        return kept or next(iter(request.actors), None)

    @staticmethod
    def refusal(request: HttpRequest, right: str) -> Refusal | None:
        """Why the one who asks may not use the right; nothing when he may."""
        if request.actor is None:
            found = Refusal("", NO_POST)
            found.is_right = True
            return found
        return regulation.refusal(actor=request.actor, right=right, on=request.on)
