"""«Перевірка»: what is wrong in the regulation itself, by grade, for one session."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.regulation import forms, queries
from magistrat.regulation.names import GRADES
from magistrat.regulation.pages.editions import edition_of, suffix_of
from magistrat.regulation.pages.text import about
from magistrat.rules import words
from magistrat.rules.calendar import CalendarError
from magistrat.rules.checking import GRADES as NAMES
from magistrat.rules.checking import Finding
from magistrat.ui.routes import allow

NAMED = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A finding with the clauses to which the text leads, and how many more there are."""

    finding: Finding
    clauses: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """A number does not part from its «п.» at the end of a line."""
        return self.finding.sentence.replace("п. ", "п.\N{NO-BREAK SPACE}")

    @property
    def named(self) -> tuple[str, ...]:
        return self.clauses[:NAMED]

    @property
    def more(self) -> int:
        return len(self.clauses[NAMED:])


@allow(public=True)
@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """Findings of the edition for a session of the address, else the next regular one."""
    edition = edition_of(request)
    text, rules = queries.text_of(edition.pk), queries.rules_of(edition.pk)
    usual = queries.next_session(edition.pk, request.on) or request.on
    form = forms.CheckForm(request.GET or None, initial={"zasidannia": usual})
    session = (form.cleaned_data["zasidannia"] if form.is_valid() else None) or usual
    try:
        found = queries.findings(edition.pk, session, request.on)
    except (CalendarError, OverflowError) as unknown:
        form.add_error(
            "zasidannia", str(unknown) if isinstance(unknown, CalendarError) else "Такого дня календар не має."
        )
        session, found = usual, queries.findings(edition.pk, usual, request.on)
    chosen = form.cleaned_data.get("riven", "") if form.is_bound else ""
    by_grade = {grade: [one for one in found if one.grade == grade] for grade in NAMES}
    form.fields["riven"].choices = [("", f"усі ({len(found)})")] + [
        (grade, f"{name} ({len(by_grade[grade])})") for grade, name in NAMES.items()
    ]
    groups = [
        {
            "grade": grade,
            "name": NAMES[grade],
            "meaning": GRADES[grade],
            "lines": [Line(one, tuple(clause for clause in one.clauses if text.at(clause))) for one in lines],
        }
        for grade, lines in by_grade.items()
        if lines and chosen in ("", grade)
    ]
    shown = {
        **about(request, edition),
        "form": form,
        "session": f"{words.day(session)} ({words.WEEKDAYS[session.weekday()]})",
        "has_session": bool(rules.chains),
        "total": len(found),
        "groups": groups,
        "suffix": suffix_of(request, edition),
    }
    return render(request, "regulation/check.html", shown)
