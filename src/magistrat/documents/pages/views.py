"""Saved views over a list: tabs, the form that saves the present one, and the view with which a list opens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from magistrat.documents import views
from magistrat.documents.actions import views as deeds
from magistrat.documents.queries import views as read
from magistrat.rules.refusal import Refusal
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

WHOLE = "?vyd=usi"


def opened(request: HttpRequest, place: str) -> str | None:
    """Where a list opened without any address of its own leads: to the person's view."""
    if request.GET or (first := read.first(actor=request.actor, place=place)) is None:
        return None
    return address(place, first.query)


def bar(request: HttpRequest, place: str) -> dict[str, Any]:
    """What stands above a list: its views as tabs, the present one, and what may be done with it."""
    query = views.canonical(request.META.get("QUERY_STRING", ""))
    found = read.views(actor=request.actor, place=place)
    present = next((one for one in found if one.query == query), None)
    tabs = [{"label": "Усі", "url": f"{address(place, '')}", "is_current": not query}]
    tabs += [
        {
            "label": one.title if one.is_own else f"{one.title} ({one.department.short_name})",
            "url": address(place, one.query),
            "is_current": one is present,
        }
        for one in found
    ]
    # A list without an address of its own has asked already (`opened`): it would lead on to the view.
    chosen = read.first(actor=request.actor, place=place) if present is not None else None
    return {
        "place": place,
        "tabs": tabs if found else [],
        "present": present,
        "is_first": present is not None and chosen is not None and chosen.pk == present.pk,
        "query": query,
        "may_share": request.may(deeds.SHARE) is None,
    }


def address(place: str, query: str) -> str:
    """The list as the view shows it; the whole list has an address of its own, so that it can be asked for."""
    name = views.url_name(place)
    if name is None:
        raise Http404
    return reverse(name) + (f"?{query}" if query else WHOLE)


@allow(any_post=True)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """«Зберегти вигляд»."""
    given = request.POST
    place, query = given.get("place", ""), views.canonical(given.get("query", ""))
    back = redirect(address(place, query))
    try:
        deeds.keep(
            actor=request.actor, at=request.at, place=place, title=given.get("title", ""), query=query,
            is_shared="is_shared" in given, is_first="is_first" in given,
        )  # fmt: skip
    except Refusal as refusal:
        if status_of(refusal) == 403:
            raise
        messages.error(request, str(refusal))
        return back
    messages.success(request, "Вигляд збережено.")
    return back


@allow(any_post=True)
@require_POST
def remove(request: HttpRequest, view_id: int) -> HttpResponse:
    """«Вилучити вигляд»."""
    gone = deeds.remove(actor=request.actor, at=request.at, view=view_id)
    messages.success(request, f"Вигляд «{gone.title}» вилучено.")
    return redirect(address(gone.place, ""))


@allow(any_post=True)
@require_POST
def open_with(request: HttpRequest) -> HttpResponse:
    """«Відкривати список із цього вигляду», or whole again."""
    place, asked = request.POST.get("place", ""), request.POST.get("view", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 18 else None
    back = redirect(address(place, views.canonical(request.POST.get("query", ""))))
    deeds.open_with(actor=request.actor, at=request.at, place=place, view=number)
    messages.success(
        request, "Запам'ятовано: список відкриватиметься так." if number else "Список відкриватиметься повністю."
    )
    return back
