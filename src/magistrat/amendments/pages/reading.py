"""What a draft says otherwise than the edition it began from, and what is wrong with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.amendments import queries
from magistrat.amendments.actions.deeds import RIGHT
from magistrat.amendments.pages.drafts import about, found_or_404
from magistrat.regulation import queries as regulation
from magistrat.rules import differing
from magistrat.rules.checking import GRADES
from magistrat.ui.routes import allow


@allow(RIGHT)
@require_GET
def diff(request: HttpRequest, draft_id: int) -> HttpResponse:
    """All differences, clause by clause, and the changed words of the text."""
    found = found_or_404(draft_id)
    old, new = regulation.rules_of(found.base_id), queries.rules_of_draft(found)
    differences = differing.differences(old, new)
    shown = {
        **about(found),
        "clauses": differing.by_clause(differences),
        "passages": queries.changed_passages(found),
        "counts": [(kind, sum(one.kind == kind for one in differences)) for kind in ("changed", "added", "repealed")],
    }
    return render(request, "amendments/diff.html", shown)


@allow(RIGHT)
@require_GET
def check(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Faults, what the change does to the worked examples, findings."""
    found = found_or_404(draft_id)
    shown = {**about(found), "report": queries.report(found, request.on), "grades": GRADES}
    return render(request, "amendments/check.html", shown)
