"""Editions and drafts as files: carried out and brought in."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from magistrat.amendments import forms, parcel, queries
from magistrat.amendments.actions import drafting
from magistrat.amendments.actions.deeds import RIGHT
from magistrat.amendments.pages.drafts import editions, found_or_404
from magistrat.regulation import queries as regulation
from magistrat.rules.form import FormError
from magistrat.rules.refusal import Refusal
from magistrat.ui.routes import allow


@allow(public=True)
@require_GET
def edition_zip(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The files of an adopted edition; the regulation is public."""
    try:
        since = regulation.edition_record(edition_id).in_force_from
        texts = queries.texts_of_edition(edition_id)
    except (queries.NotThere, OverflowError):
        raise Http404("Такої редакції немає.") from None
    return _zip(texts, f"rehlament-{since.isoformat()}.zip")


@allow(RIGHT)
@require_GET
def draft_zip(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The files of a draft."""
    found = found_or_404(draft_id)
    return _zip(found.texts, f"proiekt-{found.pk}-{found.version}.zip")


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """A draft from a ZIP of an edition's files."""
    form = forms.BringInForm(request.POST or None, request.FILES or None, editions=editions())
    refusal = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            texts = parcel.unpack(said["parcel"].read(parcel.MOST_BYTES + 1))
            made = drafting.bring_in(
                actor=request.actor, at=request.at, title=said["title"], base=said["base"], texts=texts
            )
        except (parcel.Unfit, FormError) as wrong:
            form.add_error("parcel", str(wrong))
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, "Файли внесено як проєкт: порівняйте й перевірте його.")
            return redirect("amendments:draft", made.pk)
    shown = {"form": form, "refusal": refusal}
    return render(request, "amendments/bring_in.html", shown, status=422 if request.method == "POST" else 200)


def _zip(texts: Mapping[str, str], name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(parcel.pack(texts), content_type="application/zip", headers=headers)
