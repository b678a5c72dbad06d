"""What an edition has besides its entries: title, annexes, rights, the order of terms, matters; a new one of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from magistrat.amendments import forms, queries
from magistrat.amendments.actions import parts as actions
from magistrat.amendments.actions.deeds import RIGHT
from magistrat.amendments.pages.drafts import about, found_or_404
from magistrat.rules import entry_fields, places
from magistrat.rules.form import FormError
from magistrat.rules.refusal import Refusal
from magistrat.ui.routes import allow

# By the words of an address: the kind, and what its page is called.
KINDS = {
    "pravo": (places.RIGHT, "Нове право"),
    "dodatok": (places.ANNEX, "Новий додаток"),
    "poriadok": (places.CHAIN, "Новий порядок строків"),
    "sprava": (places.MATTER, "Нова справа, про яку говорять кілька правил"),
}


@allow(RIGHT)
@require_GET
def parts(request: HttpRequest, draft_id: int) -> HttpResponse:
    """All of them, each with the way to its form."""
    found = found_or_404(draft_id)
    return render(request, "amendments/parts.html", {**about(found), "groups": queries.parts(found)})


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def new_part(request: HttpRequest, draft_id: int, sort: str) -> HttpResponse:
    """The form of a new one."""
    found = found_or_404(draft_id)
    if sort not in KINDS:
        raise Http404("Такого в редакції немає.")
    kind, heading = KINDS[sort]
    of = entry_fields.fields_of(kind, {}, is_new=True)
    form = forms.EntryForm(request.POST or None, of=of, edition=queries.rules_of_draft(found))
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_part(
                actor=request.actor, at=request.at, draft=draft_id, kind=kind, given=form.given,
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except FormError as wrong:
            form.put(wrong)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, f"Додано: {made.what}.")
            return redirect("amendments:parts", draft_id)
    shown = {**about(found), "form": form, "refusal": refusal, "heading": heading}
    return render(request, "amendments/new_part.html", shown, status=422 if request.method == "POST" else 200)
