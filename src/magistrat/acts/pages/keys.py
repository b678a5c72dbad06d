"""The person's own key for signing: until when, and another PIN."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from magistrat.acts.forms.office import PinForm
from magistrat.rules.refusal import Refusal
from magistrat.signatures import queries as signatures
from magistrat.signatures.actions import keys
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """The key and its PIN."""
    person = request.actor.person_id
    form = PinForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            keys.change_pin(
                actor=request.actor, at=request.at, person=person, pin=form.cleaned_data["pin"],
                new_pin=form.cleaned_data["new_pin"],
            )  # fmt: skip
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, "PIN-код змінено.")
            return redirect("acts:own_key")
    context = {"key": signatures.key_of(person, request.at), "form": form, "refusal": refusal}
    return render(request, "acts/signing/key.html", context, status=status_of(refusal) if refusal else 200)
