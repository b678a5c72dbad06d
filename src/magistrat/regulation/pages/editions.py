"""Editions: the list with what changed, and the one that an address names."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.regulation import queries
from magistrat.ui.routes import allow


@allow(public=True)
@require_GET
def editions(request: HttpRequest) -> HttpResponse:
    """All adopted editions with their days."""
    in_force = queries.edition_record_on(request.on).pk
    adopted = queries.editions()
    rules = [queries.rules_of(one.pk) for one in adopted]
    changes = [queries.differences(old, new) for new, old in pairwise(rules)]
    rows = [
        {"edition": one, "rules": said, "is_now": one.pk == in_force, "changes": changed}
        for one, said, changed in zip(adopted, rules, [*changes, []], strict=True)
    ]
    return render(request, "regulation/editions.html", {"rows": rows})


def edition_of(request: HttpRequest) -> Any:
    """The edition that the address names by its first day (or by its number), else the one in force on the request's day."""
    named = request.GET.get("redaktsiia", "")
    try:
        if named.isdecimal():
            return queries.edition_record(int(named))
        found = queries.edition_record_on(date.fromisoformat(named) if named else request.on)
    except ValueError:
        raise Http404("День набрання чинності зазначають у вигляді 2021-07-21.") from None
    except queries.NotThere:
        raise Http404("Такої редакції немає.") from None
    return found


def suffix_of(request: HttpRequest, edition: Any) -> str:
    """What the addresses of another edition than today's end with; the first day names it for ever."""
    if edition.pk == queries.edition_record_on(request.on).pk:
        return ""
    return f"?redaktsiia={edition.in_force_from.isoformat()}"
