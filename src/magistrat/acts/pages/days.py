"""The text of an act on a day: whether it had force, in which redaction, what differs between two days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.acts.forms.on_day import DaysForm, StandingForm
from magistrat.acts.pages import prints, shown
from magistrat.acts.queries import comparing, history, named, on_paper, redactions
from magistrat.acts.queries.history import History
from magistrat.documents.actions import looks
from magistrat.papers import act_sheets
from magistrat.rules import act_compare
from magistrat.rules.act_history import SAID, Standing
from magistrat.rules.act_text import ActText
from magistrat.ui.days import asked
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """The act on `?den=2026-03-02`, today without it; beside the text of another day with `?z=`."""
    found = history.seen(actor=request.actor, act_id=pk)
    past = history.of(found)
    form = DaysForm({"den": request.GET.get("den") or request.on, "z": request.GET.get("z", "")}, auto_id="%s")
    form.is_valid()
    on, other = form.cleaned_data.get("den"), form.cleaned_data.get("z")
    context = {
        "act": found,
        "document": found.document,
        "form": form,
        "on": on,
        "other": other,
        "told": [(one, past.on(one), SAID[past.on(one).force]) for one in past.days()],
    }
    # Of a day that cannot be read nothing is said: today's text is an answer to another question.
    if on is not None:
        looks.looked(
            actor=request.actor, at=request.at, document=found.document, what=f"редакцію акта на {on:%d.%m.%Y}"
        )
        context |= _on(past, on, other)
    return render(request, "acts/day.html", context)


def _on(past: History, on: date, other: date | None) -> dict[str, Any]:
    """What the act was on the day, and what differs from the other one."""
    standing = past.on(on)
    text = past.text(standing)
    pairs = _compared(past, other, text) if other else None
    days = past.days()
    return {
        "standing": standing,
        "said": SAID[standing.force],
        "redaction": past.redaction(standing),
        "mark": redactions.mark(past, past.redaction(standing)),
        "before": max((one for one in days if one < on), default=None),
        "after": min((one for one in days if one > on), default=None),
        "pairs": act_compare.changed(pairs) if pairs is not None else None,
        "cannot_compare": other is not None and pairs is None,
        **_words(text),
    }


@allow(any_post=True)
@require_GET
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of the day on paper, with the mark of its changes on the first page (KR 15.13); none of a day that cannot be read."""
    found = history.seen(actor=request.actor, act_id=pk)
    past = history.of(found)
    said = request.GET.get("den", "")
    on = asked(said) if said else request.on
    if on is None:
        raise Http404
    standing = past.on(on)
    text = past.text(standing)
    if text is None:
        raise Http404
    looks.looked(actor=request.actor, at=request.at, document=found.document, what=f"редакцію акта на {on:%d.%m.%Y}")
    sheets = on_paper.of_text(pk, text, on, changes=redactions.mark(past, past.redaction(standing)))
    content = act_sheets.act_pdf(sheets, at=request.at)
    return prints.answer(content, prints.PDF, f"akt-{found.document.number or pk}-na-{on:%Y-%m-%d}.pdf")


@allow(any_post=True)
@require_GET
def standing(request: HttpRequest) -> HttpResponse:
    """Whether the act of a number and day was in force on another day, also one that is known by its name alone."""
    said = {name: request.GET.get(name, "") for name in ("nomer", "vid", "den")}
    given = {**said, "den": said["den"] or request.on}
    form = StandingForm(given if any(said.values()) else None, initial={"den": request.on}, auto_id="%s")
    day, told = request.on, None
    if is_asked := form.is_valid():
        day = form.cleaned_data["den"]
        told = named.standing(request.actor, form.cleaned_data["nomer"], form.cleaned_data["vid"], day)
    context = {
        "form": form,
        "day": day,
        "name": told[0] if told else "",
        "standing": told[1] if told else None,
        "said": SAID[told[1].force] if told else "",
        "is_asked": is_asked,
    }
    return render(request, "acts/standing.html", context)


def _words(text: ActText | None) -> dict[str, Any]:
    if text is None:
        return {"content": None}
    # The explanatory note accompanied the draft and is no part of the act.
    text = replace(text, note="")
    return {"content": text, "points": shown.points(text), "annexes": shown.annexes(text)}


def _compared(past: History, other: date, text: ActText | None) -> list[act_compare.Pair] | None:
    before: Standing = past.on(other)
    old = past.text(before)
    if old is None or text is None:
        return None
    return act_compare.compare(old, text, comparing.titles(old, text))
