"""Two texts of an act side by side, part by part."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.acts.pages import opened
from magistrat.acts.queries import versions
from magistrat.rules import act_compare
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions, `?z=` and `?do=` (0 is the working text), by default the two newest; `?usi=` shows what is the same too."""
    found = opened.act(request, pk, "порівняння версій акта")
    texts = versions.of_act(found)
    both = versions.compared(texts, _number(request, "z"), _number(request, "do"))
    pairs = both[2] if both else []
    context = {
        "act": found,
        "texts": texts,
        "old": both[0] if both else None,
        "new": both[1] if both else None,
        "pairs": pairs if request.GET.get("usi") else act_compare.changed(pairs),
        "is_whole": bool(request.GET.get("usi")),
        "same": len(pairs) - len(act_compare.changed(pairs)),
    }
    return render(request, "acts/compare.html", context)


def _number(request: HttpRequest, name: str) -> int | None:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isdecimal() else None
