"""A deed with one form: shown, judged, done or refused, and back to the page it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from magistrat.rules.refusal import Refusal
from magistrat.ui.refusals import status_of

Done = Callable[[dict[str, Any]], Any]


@dataclass(frozen=True)
class Deed:
    """What the form's page says, what is done with the form, where one comes after it.

    `done` takes the cleaned values; `after` the address, or a function of what `done` returned. What ended together with the
    deed (`ended_with` of its answer) is said after `said`.
    """

    title: str
    button: str
    said: str
    after: str | Callable[[Any], str]
    back: str
    lead: str = ""
    template: str = "organisation/deed.html"
    more: Mapping[str, Any] = field(default_factory=dict)


def perform(request: HttpRequest, deed: Deed, form: forms.Form, done: Done) -> HttpResponse:
    """Show the form, or do the deed with what was typed; a refusal comes on top of the form."""
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = done(form.cleaned_data)
        except Refusal as raised:
            refusal = raised
        else:
            messages.success(request, " ".join([deed.said, *getattr(made, "ended_with", ())]))
            return redirect(deed.after(made) if callable(deed.after) else deed.after)
    status = status_of(refusal) if refusal else 422 if form.errors else 200
    return render(request, deed.template, {"deed": deed, "form": form, "refusal": refusal, **deed.more}, status=status)


def at_once(request: HttpRequest, *, said: str, after: str, done: Callable[[], Any]) -> HttpResponse:
    """Do a deed that wants no form; a refusal is shown on the page to which one comes."""
    try:
        done()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(after)
