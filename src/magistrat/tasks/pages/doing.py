"""Doing one deed from the panel: done and back, or shown again with what was typed and why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from magistrat.documents.actions import looks
from magistrat.documents.queries import cards
from magistrat.regulation import queries as regulation
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries as tasks
from magistrat.tasks.pages import acting, panel
from magistrat.tasks.pages.deeds import CANCEL, OF_CONTROL, OF_POINT, OF_TASK, Deed, by_slug
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """The document's resolutions, tasks and control on a page of their own."""
    found = cards.document(actor=request.actor, document_id=document_id)
    looks.looked(actor=request.actor, at=request.at, document=found, what="завдання за документом")
    return render(request, "tasks/document.html", panel.context(request, found))


@allow(any_post=True)
@require_POST
def of_task(request: HttpRequest, task_id: int, slug: str) -> HttpResponse:
    """A deed on a task; who may do it is asked by the deed itself."""
    deed = by_slug(OF_TASK, slug)
    task = tasks.task_of(task=task_id)
    if deed is None or task is None:
        raise Http404
    return _do(request, deed, task, task_id, task.document_id)


@allow("control.submit_case", "control.write_off", "control.remove_by_source", "control.set")
@require_POST
def of_control(request: HttpRequest, document_id: int, slug: str) -> HttpResponse:
    """A deed on a document's control."""
    deed = by_slug(OF_CONTROL, slug)
    if deed is None:
        raise Http404
    return _do(request, deed, tasks.control_of(document=document_id), document_id, document_id)


@allow("control.submit_case", "control.write_off", "control.remove_by_source")
@require_POST
def of_point(request: HttpRequest, point_id: int, slug: str) -> HttpResponse:
    """A deed on one point of a controlled document."""
    deed = by_slug(OF_POINT, slug)
    point = tasks.point_of(point=point_id)
    if deed is None or point is None:
        raise Http404
    return _do(request, deed, point, point_id, point.control.document_id)


@allow("resolution.write", "resolution.write_on_behalf", "resolution.sub")
@require_POST
def cancel(request: HttpRequest, resolution_id: int) -> HttpResponse:
    """«Скасувати резолюцію»."""
    resolution = tasks.resolution_of(resolution=resolution_id)
    if resolution is None:
        raise Http404
    return _do(request, CANCEL, resolution, resolution_id, resolution.document_id)


def _do(request: HttpRequest, deed: Deed, subject: Any, pk: int, document_id: int) -> HttpResponse:
    form = deed.form(
        request.POST,
        request.FILES,
        on=request.on,
        calendar=regulation.work_calendar(),
        auto_id=f"{request.path.strip('/').replace('/', '-')}-%s",
    )
    if not form.is_valid():
        return _again(request, document_id, panel.Opened(request.path, form), 422)
    try:
        posts = deed.whose(subject, request.on)
        actor = acting.for_post(request, *posts) if isinstance(posts, Sequence) else acting.for_post(request, posts)
        deed.run(actor, request.at, pk, **form.cleaned_data)
    except Refusal as refusal:
        return _again(request, document_id, panel.Opened(request.path, form, refusal), status_of(refusal))
    if request.htmx:
        found = cards.document(actor=request.actor, document_id=document_id)
        return render(request, "tasks/_panel.html", panel.context(request, found) | {"said": deed.said})
    messages.success(request, deed.said)
    return redirect(_next(request) or f"/dokumenty/{document_id}/")


def _again(request: HttpRequest, document_id: int, opened: panel.Opened, status: int) -> HttpResponse:
    """The panel with the form still open and the refusal beside it."""
    found = cards.document(actor=request.actor, document_id=document_id)
    template = "tasks/_panel.html" if request.htmx else "tasks/document.html"
    context = panel.context(request, found, opened)
    return render(request, template, context | {"refused": opened}, status=status)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    return (
        wanted
        if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
        else ""
    )
