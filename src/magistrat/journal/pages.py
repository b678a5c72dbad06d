"""The journal, for those who have the right to look into it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.journal import forms, queries
from magistrat.ui.paging import keyset
from magistrat.ui.routes import allow


@allow("journal.view")
@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """Deeds, newest first, with filters."""
    form = forms.Filters(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    page = keyset(queries.entries(**chosen), ["-id"], request.GET.get("after"))
    length, head = queries.chain_state()
    return render(request, "journal/journal.html", {"form": form, "page": page, "length": length, "head": head})
