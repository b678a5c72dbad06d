"""Notices of the workplace."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from magistrat.outbox import actions, queries
from magistrat.ui.paging import keyset
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """All notices of the present post, newest first."""
    page = keyset(queries.notices(request.actor), ["-id"], request.GET.get("after"))
    shown = {"page": page, "unread": queries.unread_count(request.actor)}
    return render(request, "outbox/notices.html", shown)


@allow(any_post=True)
@require_GET
def open_notice(request: HttpRequest, notice: int) -> HttpResponse:
    """Mark the notice as read and go where it leads."""
    found = queries.notice(request.actor, notice)
    if found is None:
        raise Http404
    actions.read(actor=request.actor, at=request.at, message=found.pk)
    is_ours = url_has_allowed_host_and_scheme(found.link, allowed_hosts={request.get_host()})
    return redirect(found.link if found.link and is_ours else "outbox:notices")


@allow(any_post=True)
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every notice as read."""
    actions.read(actor=request.actor, at=request.at)
    return redirect("outbox:notices")


@allow(any_post=True)
@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """The bell of the top bar, which asks for itself once a minute."""
    return render(request, "outbox/bell.html", {"unread": queries.unread_count(request.actor)})
