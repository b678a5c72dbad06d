"""What a draft says otherwise than the edition it began from, and what is wrong with it."""

from __future__ import annotations

from datetime import date
from typing import Any

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
    return render(request, "amendments/check.html", {**about(found), **examined(found, request.on)})


def examined(found: Any, on: date) -> dict[str, Any]:
    """The report, and its findings by the names of their grades."""
    report = queries.report(found, on)
    named = ([(GRADES[one.grade], one.sentence) for one in group] for group in (report.findings, report.kept))
    return {"report": report, **dict(zip(("findings", "kept"), named, strict=True))}
