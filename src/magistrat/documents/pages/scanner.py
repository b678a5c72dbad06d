"""«Сканер»: what came from the watched folders, what was not taken, and sheets that part letters of a pile."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from magistrat.documents import scanner as watched
from magistrat.documents.queries import scans
from magistrat.papers import codes
from magistrat.texts.readers.separators import CODE
from magistrat.ui.paging import keyset
from magistrat.ui.routes import allow

MOST_SHEETS = 50


@allow("arrival.receive")
@require_GET
def scanner(request: HttpRequest) -> HttpResponse:
    """Files of the unit's scanner, newest first, with their papers or the reason why they were put aside."""
    page = keyset(scans.brought(request.actor), ["-id"], request.GET.get("after"))
    scans.put_papers(request.actor, page.rows)
    lying = [watched.waiting(folder, request.at) for folder in watched.folders()]
    waiting = {"ready": sum(len(ready) for ready, _ in lying), "growing": sum(growing for _, growing in lying)}
    return render(request, "documents/arrivals/scanner.html", {"page": page, "is_set": bool(lying), "waiting": waiting})


@allow("arrival.receive")
@require_GET
def separators(request: HttpRequest) -> HttpResponse:
    """Sheets to be put between letters before scanning; `?n=` says how many."""
    wanted = request.GET.get("n", "")
    count = min(int(wanted), MOST_SHEETS) if wanted.isdecimal() and len(wanted) < 4 else 5
    drawn = {"square": mark_safe(codes.square_svg(CODE)), "linear": mark_safe(codes.linear_svg(CODE))}  # noqa: S308 drawn by us
    return render(
        request, "documents/arrivals/separators.html", drawn | {"sheets": range(max(count, 1)), "count": count}
    )
