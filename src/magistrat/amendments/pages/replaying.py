"""A past period as it would have been under a draft: counts by clause and month, the documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.amendments import forms, queries
from magistrat.amendments.actions.deeds import RIGHT
from magistrat.amendments.pages.drafts import about, found_or_404
from magistrat.rules.replay_facts import SORTS, Tally
from magistrat.ui.routes import allow

# A page answers while a person waits; a longer period is asked by `magistrat edition replay`.
MOST_DOCUMENTS = 10_000
MOST_SHOWN = 200


@allow(RIGHT)
@require_GET
def replay(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The form of the period, and what it would have been."""
    found = found_or_404(draft_id)
    given = request.GET if "since" in request.GET else None
    form = forms.ReplayForm(given, initial=_last_quarter(request.on))
    shown: dict[str, Any] = {**about(found), "form": form}
    if given is not None and form.is_valid():
        since, until = form.cleaned_data["since"], form.cleaned_data["until"]
        count = queries.documents_between(since, until)
        if count > MOST_DOCUMENTS:
            form.add_error(
                "until", f"Документів за період — {count}, а сторінка розглядає до {MOST_DOCUMENTS}: скоротіть його."
            )
        else:
            tally = Tally()
            touched = _first(
                queries.replay(queries.rules_of_draft(found), since=since, until=until, on=request.on, tally=tally)
            )
            shown |= {"tally": tally, "touched": touched, "rows": _rows(tally), "months": _months(tally)}
    return render(request, "amendments/replay.html", shown, status=422 if form.errors else 200)


def _first(found: Iterable[queries.Touched]) -> list[queries.Touched]:
    """The first of them; all are counted."""
    kept: list[queries.Touched] = []
    for one in found:
        if len(kept) < MOST_SHOWN:
            kept.append(one)
    return kept


def _rows(tally: Tally) -> list[dict[str, Any]]:
    most = max(tally.clauses.values(), default=1)
    return [
        {"clause": clause, "sort": SORTS[sort], "count": count, "share": round(100 * count / most)}
        for (clause, sort), count in tally.clauses.most_common()
    ]


def _months(tally: Tally) -> list[dict[str, Any]]:
    return [
        {"name": f"{month[5:]}.{month[:4]}", "all": count, "touched": touched, "share": round(100 * touched / count)}
        for month, (count, touched) in sorted(tally.months.items())
    ]


def _last_quarter(on: date) -> dict[str, date]:
    return {"since": on - timedelta(days=91), "until": on}
