"""What pages of deeds have in common: uploads, the way back, a refusal said on top."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from magistrat.documents.actions.files import Upload
from magistrat.rules.refusal import Refusal
from magistrat.ui.refusals import status_of


def uploads(given: Iterable[UploadedFile[Any]], role: str = "main") -> list[Upload]:
    """Uploaded files as the domain takes them: the open stream, never all in the memory."""
    return [Upload(name=one.name or "", content=one.file, role=role) for one in given]


def done(request: HttpRequest, deed: Callable[[], object], said: str, back: HttpResponse) -> HttpResponse:
    """Do the deed and go back; a refusal is said on top of the page that one goes back to."""
    try:
        deed()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return back
    messages.success(request, said)
    return back


def done_or_shown(
    request: HttpRequest,
    form: BaseForm,
    deed: Callable[[], object],
    said: str,
    *,
    back: HttpResponse,
    show: Callable[[Refusal | None, int], HttpResponse],
) -> HttpResponse:
    """Do the deed and go on; what stops it is said on the page where one has typed, with what was typed.

    :param show: that page with the form, given the refusal, if any, and the status.
    """
    if not form.is_valid():
        return show(None, 422)
    try:
        deed()
    except Refusal as refusal:
        return show(refusal, status_of(refusal))
    messages.success(request, said)
    return back


def done_or_said(
    request: HttpRequest, form: BaseForm, deed: Callable[[], object], said: str, back: HttpResponse
) -> HttpResponse:
    """The same for a small form, whose own troubles are said in the same place."""
    if form.is_valid():
        return done(request, deed, said, back)
    rows = [
        f"{form.fields[name].label}: {' '.join(words)}" for name, words in form.errors.items() if name in form.fields
    ]
    messages.error(request, "; ".join(rows))
    return back
