"""How a correspondent stands on letters: the proposed form and its correction."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from magistrat.correspondence import addressing, queries
from magistrat.correspondence.actions import addressees
from magistrat.correspondence.actions.drafting import RIGHT
from magistrat.correspondence.forms import AddresseeFormForm
from magistrat.rules.refusal import Refusal
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, correspondent: int) -> HttpResponse:
    """The lines and the greeting; `restore` goes back to what is proposed."""
    try:
        one, now, kept = queries.addressee(correspondent)
    except queries.NoCorrespondent:
        raise Http404 from None
    form = AddresseeFormForm(request.POST or None, initial={"lines": "\n".join(now.lines), "greeting": now.greeting})
    refusal = None
    if request.method == "POST" and ("restore" in request.POST or form.is_valid()):
        try:
            said = _deed(request, correspondent, form)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, said)
            return redirect("correspondence:addressee", correspondent)
    context = {
        "correspondent": one,
        "form": form,
        "kept": kept,
        "proposed": addressing.of(name=one.name, kind=one.kind, head=one.head, address=one.address),
        "refusal": refusal,
    }
    return render(request, "correspondence/addressee.html", context, status=status_of(refusal) if refusal else 200)


def _deed(request: HttpRequest, correspondent: int, form: AddresseeFormForm) -> str:
    who = {"actor": request.actor, "at": request.at, "correspondent": correspondent}
    if "restore" in request.POST:
        addressees.restore(**who)
        return "Повернуто запропоноване написання адресата."
    addressees.correct(**who, **form.cleaned_data)
    return "Збережено: так адресата друкуватимуть у всіх листах."
