"""A past period as it would have been under a draft: asked for here, done by a worker; counts, chart, documents."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.amendments import forms, queries
from magistrat.amendments.actions import replaying
from magistrat.amendments.actions.deeds import RIGHT
from magistrat.amendments.pages.drafts import about, found_or_404
from magistrat.rules.refusal import Refusal
from magistrat.rules.replay_facts import SORTS, Tally
from magistrat.ui import paging
from magistrat.ui.routes import allow


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def replay(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The form of the period, and the replays that were asked for."""
    found = found_or_404(draft_id)
    form = forms.ReplayForm(request.POST or None, initial=_last_year(request.on))
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = replaying.begin(actor=request.actor, at=request.at, draft=draft_id, **form.cleaned_data)
        except Refusal as refused:
            refusal = refused
        else:
            return redirect("amendments:replay_run", draft_id, made.pk)
    runs = [(one, Tally.of(one.tally)) for one in queries.replay_runs(draft_id)]
    shown = {**about(found), "form": form, "refusal": refusal, "runs": runs}
    return render(request, "amendments/replay.html", shown, status=422 if request.method == "POST" else 200)


@allow(RIGHT)
@require_GET
def replay_run(request: HttpRequest, draft_id: int, replay_id: int) -> HttpResponse:
    """What one replay has found so far: by clauses, by months, the documents, all or those of one clause."""
    found, run = found_or_404(draft_id), _run(draft_id, replay_id)
    tally = Tally.of(run.tally)
    clause, sort = request.GET.get("punkt"), request.GET.get("naslidok", "")
    sort = sort if sort in SORTS else ""
    rows = queries.replayed(replay_id, clause=clause, sort=sort)
    shown = {
        **about(found), "run": run, "tally": tally, "rows": _rows(tally, clause, sort), "months": _months(tally),
        "page": paging.keyset(rows, ["id"], request.GET.get("after")), "is_narrowed": bool(clause or sort),
        "clause": clause, "sort": SORTS.get(sort, ""),
    }  # fmt: skip
    return render(request, "amendments/replay_run.html", shown)


@allow(RIGHT)
@require_GET
def replay_progress(request: HttpRequest, draft_id: int, replay_id: int) -> HttpResponse:
    """How far it has come, asked by the page itself; when it is over the page opens anew."""
    run = _run(draft_id, replay_id)
    answer = render(request, "amendments/replay_progress.html", {"run": run})
    if not run.is_under_way and request.htmx:
        answer["HX-Refresh"] = "true"
    return answer


@allow(RIGHT)
@require_POST
def replay_stop(request: HttpRequest, draft_id: int, replay_id: int) -> HttpResponse:
    """Stop it; what it has found stays."""
    run = _run(draft_id, replay_id)
    try:
        replaying.stop(actor=request.actor, at=request.at, run=run.pk)
    except Refusal as refused:
        messages.error(request, refused.message)
    return redirect("amendments:replay_run", draft_id, replay_id)


def _run(draft_id: int, replay_id: int) -> Any:
    try:
        return queries.replay_run(draft_id, replay_id)
    except (queries.NotThere, OverflowError):
        raise Http404("Такого випробування немає.") from None


def _rows(tally: Tally, clause: str | None, sort: str) -> list[dict[str, Any]]:
    most = max(tally.clauses.values(), default=1)
    return [
        {
            "clause": own, "key": key, "sort": SORTS[key], "count": count, "share": round(100 * count / most),
            "is_chosen": (own, key) == (clause, sort),
        }
        for (own, key), count in tally.clauses.most_common()
    ]  # fmt: skip


def _months(tally: Tally) -> list[dict[str, Any]]:
    return [
        {"name": f"{month[5:]}.{month[:4]}", "all": count, "touched": touched, "share": round(100 * touched / count)}
        for month, (count, touched) in sorted(tally.months.items())
    ]


def _last_year(on: date) -> dict[str, date]:
    """The last twelve months to this day."""
    until = on
    since = date(on.year - 1, on.month, min(on.day, 28))
    return {"since": since, "until": until}
