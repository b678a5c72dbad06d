"""Acts as the public sees them: the register, one of them on a day, its vote and relations."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.acts.queries import naming
from magistrat.acts.queries import public as acts
from magistrat.documents.queries import public_versions
from magistrat.portal.forms import DayForm, DecisionsForm
from magistrat.portal.pages import shown
from magistrat.rules import act_history, words
from magistrat.sittings.queries import public
from magistrat.storage import queries as storage
from magistrat.ui import paging
from magistrat.ui.routes import allow

HERE = "portal:decisions"
# A search costs more than a page: so many from one address in a minute.
MOST, SECONDS = 60, 60


@allow(public=True)
@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    """Published acts by number, year, words, force on a day."""
    form = DecisionsForm(
        request.GET,
        years=shown.years(public_versions.first_year(acts.WHAT, request.on), request.on.year),
        kinds=acts.KINDS,
    )
    form.is_valid()
    filters = form.filters()
    if filters.text and shown.is_too_often(request, "portal.search", most=MOST, seconds=SECONDS):
        return shown.rests(request)
    page = paging.keyset(acts.register(filters), acts.NEWEST, request.GET.get("after"))
    titles = acts.titles_of([one.document_id for one in page.rows])
    rows = [(one, naming.short(one), titles.get(one.document_id, "")) for one in page.rows]
    context = {"form": form, "page": page, "rows": rows, "is_filtered": filters != acts.Filters(), **shown.tabs(HERE)}
    return render(request, "portal/decisions.html", context)


@allow(public=True)
@require_GET
def decision(request: HttpRequest, document_id: int) -> HttpResponse:
    """One act on `?den=`, today without it: its text, force, vote, relations."""
    versions = public_versions.all_of(document_id, acts.WHAT)
    held, gone = acts.published(versions)
    act = acts.act_of(document_id)
    if act is None or not held:
        if act is None or gone is None:
            raise Http404
        return shown.taken_down(request, naming.short(act), gone.ended_reason, gone.ended_at)
    form = DayForm(request.GET or None)
    on = form.day(request.on)
    now = acts.shown(act, held, on)
    forth, back = acts.relations(act)
    results = public.disclosed_of(act.outcome.gathering_id) if act.outcome is not None else None
    context: dict[str, Any] = {
        "act": act,
        "named": naming.short(act),
        "title": held[0].title,
        "now": now,
        "version": now.version,
        "said": act_history.SAID[now.standing.force],
        "days": [(one, act_history.SAID[now.past.on(one).force]) for one in now.past.days()],
        "on": on,
        "form": form,
        "forth": forth,
        "back": back,
        "vote": public.vote_of(results, document_id) if results is not None else None,
        "results": results,
        "earlier": [one for one in versions if one.ended_at],
        **shown.tabs(HERE),
    }
    return render(request, "portal/decision.html", context)


@allow(public=True)
@require_GET
def printed(request: HttpRequest, document_id: int) -> HttpResponse | FileResponse:
    """The public text of the act on `?den=`, today without it, as PDF; the address stands for ever, as that of the page."""
    held, gone = acts.published(public_versions.all_of(document_id, acts.WHAT))
    act = acts.act_of(document_id)
    if act is None or not held:
        if act is None or gone is None:
            raise Http404
        return shown.taken_down(request, naming.short(act), gone.ended_reason, gone.ended_at)
    form = DayForm(request.GET)
    # Whoever asks for the text of a day keeps the file: it is never that of another one.
    if not form.is_valid():
        raise Http404
    version = acts.shown(act, held, form.day(request.on)).version
    if version.printed_id is None:
        raise Http404
    name = f"{words.sentence(naming.short(act))}.pdf".replace("/", "-")
    return FileResponse(storage.open_blob(version.printed_id), filename=name, content_type="application/pdf")


@allow(public=True)
@require_GET
def file(request: HttpRequest, version: int) -> FileResponse:
    """The file of a published version, as it was published."""
    found = public_versions.with_file(version)
    if found is None or found.file is None:
        raise Http404
    is_shown = found.file.media_type == "application/pdf"
    return FileResponse(
        storage.open_blob(found.file.blob_id), as_attachment=not is_shown, filename=found.file.name,
        content_type=found.file.media_type if is_shown else "application/octet-stream",
    )  # fmt: skip
