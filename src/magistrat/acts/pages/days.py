"""The text of an act on a day: whether it had force, in which redaction, what differs between two days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.acts.pages import prints, shown
from magistrat.acts.queries import history, named, on_paper, redactions
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
    on, other = _day(request, "den") or request.on, _day(request, "z")
    standing = past.on(on)
    text = past.text(standing)
    pairs = _compared(past, other, text) if other else None
    days = past.days()
    context = {
        "act": found,
        "document": found.document,
        "on": on,
        "other": other,
        "standing": standing,
        "said": SAID[standing.force],
        "redaction": past.redaction(standing),
        "mark": redactions.mark(past, past.redaction(standing)),
        "told": [(one, past.on(one), SAID[past.on(one).force]) for one in days],
        "before": max((one for one in days if one < on), default=None),
        "after": min((one for one in days if one > on), default=None),
        "pairs": act_compare.changed(pairs) if pairs is not None else None,
        "cannot_compare": other is not None and pairs is None,
        **_words(text),
    }
    return render(request, "acts/day.html", context)


@allow(any_post=True)
@require_GET
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of the day on paper, with the mark of its changes on the first page (KR 15.13)."""
    found = history.seen(actor=request.actor, act_id=pk)
    past = history.of(found)
    on = _day(request, "den") or request.on
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
    number, on, asked = request.GET.get("nomer", "").strip(), _day(request, "vid"), _day(request, "den")
    told = named.standing(request.actor, number, on, asked or request.on) if number and on else None
    context = {
        "number": number,
        "on": on,
        "day": asked or request.on,
        "name": told[0] if told else "",
        "standing": told[1] if told else None,
        "said": SAID[told[1].force] if told else "",
        "is_asked": bool(number and on),
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
    return act_compare.compare(old, text, on_paper.titles(old, text))


def _day(request: HttpRequest, name: str) -> date | None:
    return asked(request.GET.get(name, ""))
