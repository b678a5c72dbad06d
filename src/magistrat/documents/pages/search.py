"""«Пошук»: one box for everything, with the passages in which the words stand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from magistrat.documents.forms.lists import SearchForm
from magistrat.documents.queries import choices, hits, lists, marks
from magistrat.ui.routes import allow

NARROWING = ("registry", "direction", "kind", "since", "until")


@allow(any_post=True)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What is found by the words of the page's head; a scanned barcode opens its card."""
    if (scanned := marks.marked(actor=request.actor, text=request.GET.get("q", ""))) is not None:
        return redirect("documents:card", scanned)
    form = _form(request)
    given = form.cleaned_data
    text = given.get("q", "").strip()
    context = {"form": form, "q": text, "is_narrowed": any(given.get(name) for name in (*NARROWING, "where", "sender"))}
    if text:
        found = hits.find(
            actor=request.actor,
            filters=lists.Filters(**{name: given[name] for name in NARROWING if given.get(name)}, text=text),
            on=request.on,
            where=given.get("where", ""),
            sender=given.get("sender", ""),
            order=request.GET.get("sort"),
            token=request.GET.get("after"),
        )
        context |= {
            "found": found,
            "page": found.page,
            "orders": _orders(request, found.order),
        }
    return render(request, "documents/lists/search.html", context)


def _orders(request: HttpRequest, chosen: str) -> list[tuple[str, str, bool]]:
    """Addresses of the orders with their names, and which is chosen."""
    kept = {name: value for name, value in request.GET.items() if name not in {"sort", "after"} and value}
    offered = ((hits.NEWEST, "спочатку новіші"), (hits.BEST, "найвідповідніші"))
    return [(urlencode(kept | {"sort": key}), name, key == chosen) for key, name in offered]


def _form(request: HttpRequest) -> SearchForm:
    offered = {
        "registry": choices.registers(),
        "direction": choices.DIRECTIONS,
        "kind": choices.kinds(),
        "where": choices.FOUND,
    }
    form = SearchForm(request.GET, today=request.on, choices=offered)
    form.is_valid()
    return form
