"""The journal, for those who have the right to look into it."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.journal import forms, queries, signing, verification
from magistrat.ui import paging
from magistrat.ui.routes import allow


@allow("journal.view")
@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """Deeds, newest first, with filters."""
    form = forms.Filters(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    page = paging.asked(request, queries.entries(**chosen), ["-id"])
    length, head = queries.chain_state()
    context = {"form": form, "page": page, "length": length, "head": head}
    if head is not None and head.public_key:
        context["fingerprint"] = signing.fingerprint(head.public_key)
    return render(request, "journal/journal.html", context)


@allow(public=True)
@require_GET
def public_key(request: HttpRequest) -> HttpResponse:
    """The key by which anybody verifies the journal's signed heads; it is no secret."""
    return _file(signing.public_pem(), "application/x-pem-file", "journal-public-key.pem")


@allow("journal.view")
@require_GET
def heads(request: HttpRequest) -> HttpResponse:
    """All signed heads with the public key, to be kept outside the house."""
    text = json.dumps({"public_key_pem": signing.public_pem(), "heads": verification.exported()}, indent=1)
    return _file(text, "application/json", "journal-heads.json")


def _file(text: str, kind: str, name: str) -> HttpResponse:
    return HttpResponse(text, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
