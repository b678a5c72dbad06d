"""In whose name a deed is done: the person's choice whose post the deed asks for."""

from __future__ import annotations

from django.http import HttpRequest

from magistrat.journal.actor import Actor
from magistrat.tasks.queries import Stand


def for_post(request: HttpRequest, *posts: int | None) -> Actor:
    """The choice in which the person decides for the post, else that in which he works at its desk; the chosen one first.

    Of several posts the first for which there is one; the chosen one when there is none.
    """
    choices: list[Actor] = [request.actor, *request.actors]
    decides = [one for post in posts for one in choices if post in (one.post_id, one.acting_for, one.on_behalf)]
    return next(iter(decides or [one for post in posts for one in choices if post in one.line]), choices[0])


def stand(request: HttpRequest) -> Stand:
    """All names in which the person may act today."""
    return Stand.of(request.actors or [request.actor])
