"""The first public page, and the feed of drafts and acts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_GET

from magistrat.acts.queries import public as acts
from magistrat.documents.queries import public_versions
from magistrat.portal.pages import shown
from magistrat.regulation import queries as regulation
from magistrat.sittings.queries import public
from magistrat.ui.routes import allow

FEW, FEED = 5, 40
ATOM = "application/atom+xml; charset=utf-8"
ADDRESS: dict[str, str] = {acts.WHAT: "portal:decision", public.DRAFT: "portal:draft"}


@allow(public=True)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What comes, what is proposed, what was decided: the newest of each."""
    context = {
        "ahead": public.ahead(request.on),
        "drafts": public_versions.newest(public.DRAFT, FEW),
        "acts": public_versions.newest(acts.WHAT, FEW),
        "on": request.on,
        **shown.tabs(""),
    }
    return render(request, "portal/home.html", context)


@allow(public=True)
@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """Drafts and acts as they are published, the latest first (RFC 4287)."""
    city = regulation.city().name
    made = Atom1Feed(
        title=f"{city}: проєкти й рішення", link=request.build_absolute_uri(reverse("portal:home")),
        description="Проєкти рішень і рішення, щойно оприлюднені", language="uk",
        feed_url=request.build_absolute_uri(reverse("portal:feed")),
    )  # fmt: skip
    for one in public_versions.latest((public.DRAFT, acts.WHAT), FEED):
        address = request.build_absolute_uri(reverse(ADDRESS[one.what], args=[one.document_id]))
        what = "Проєкт" if one.what == public.DRAFT else f"Акт № {one.document.index}"
        made.add_item(
            title=f"{what}: {one.title}", link=address, unique_id=f"{address}#{one.number}", description=one.title,
            pubdate=one.published_at, updateddate=one.published_at,
        )  # fmt: skip
    return HttpResponse(made.writeString("utf-8"), content_type=ATOM)
