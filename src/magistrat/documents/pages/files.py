"""Files: downloading, looking at pages, adding, new versions, taking off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.documents import content, dangers, previews
from magistrat.documents.actions import containers, files, looks, readings
from magistrat.documents.forms.deeds import FilesForm, ReasonForm
from magistrat.documents.pages import answers
from magistrat.documents.pages.viewer import lines_of, viewer
from magistrat.documents.queries import cards, originals, standing
from magistrat.rules.refusal import Refusal
from magistrat.storage import queries as storage
from magistrat.texts import queries as texts
from magistrat.texts import showing
from magistrat.texts.readers.trouble import Unreadable
from magistrat.ui.routes import allow

# A page may be read again: the browser asks for it again soon.
FIVE_MINUTES = 300


@allow(any_post=True)
@require_http_methods(["GET", "POST"])
def download(request: HttpRequest, file_id: int) -> HttpResponse | FileResponse:
    """The file as it came; never opened by the browser in our name. What may do harm is given after a warning."""
    file = _original(request, file_id)
    if file.dangers or file.is_unscanned:
        if request.method == "GET":
            warned = {"file": file, "document": file.document, "warnings": dangers.words(file.dangers)}
            return render(request, "documents/files/confirm.html", warned)
        files.take_dangerous(actor=request.actor, at=request.at, file=file)
    looks.looked(actor=request.actor, at=request.at, document=file.document, what=f"файл «{file.name}»", is_taken=True)
    return _whole(file.blob_id, file.name)


@allow(any_post=True)
@require_GET
def layer(request: HttpRequest, file_id: int) -> FileResponse:
    """The scan as a PDF whose text can be selected and found."""
    file = _original(request, file_id)
    made = texts.made_of(file.blob_id, "searchable")
    if not made:
        raise Http404
    looks.looked(actor=request.actor, at=request.at, document=file.document, what=f"файл «{file.name}»", is_taken=True)
    return _whole(made, f"{file.name.rpartition('.')[0] or file.name} (з текстом).pdf")


def _original(request: HttpRequest, file_id: int) -> Any:
    """The file, if its very bytes may be handed out.

    :raises Refusal: it is not for him, may only be looked at, or is infected.
    """
    file = cards.opened_file(actor=request.actor, file_id=file_id)
    is_restricted = file.document.is_restricted
    if refusal := originals.refusal(actor=request.actor, is_restricted=is_restricted, on=request.on):
        raise refusal
    return file


def _whole(sha256: str, name: str) -> FileResponse:
    stream = storage.open_blob(sha256)
    return FileResponse(stream, as_attachment=True, filename=name, content_type="application/octet-stream")


@allow(any_post=True)
@require_GET
def page_picture(request: HttpRequest, file_id: int, page: int) -> HttpResponse:
    """A page as PNG; `w` is the width asked for."""
    file = _looked_at(request, file_id)
    width = request.GET.get("w", "")
    wanted = int(width) if width.isdecimal() and len(width) < 6 else showing.WIDTHS[0]
    try:
        drawn = showing.picture(sha256=file.blob_id, page=page, width=wanted)
    except Unreadable:
        raise Http404 from None
    return _kept_by_browser(HttpResponse(drawn, content_type="image/png"), file, page)


@allow(any_post=True)
@require_GET
def page_words(request: HttpRequest, file_id: int, page: int) -> HttpResponse:
    """The page's words in their places, to lie over its picture; a plain text without scripts."""
    file = _looked_at(request, file_id)
    try:
        words = showing.words(sha256=file.blob_id, page=page)
    except Unreadable:
        raise Http404 from None
    return _kept_by_browser(render(request, "documents/files/words.html", {"lines": lines_of(words)}), file, page)


@allow(any_post=True)
@require_GET
def sheets(request: HttpRequest, file_id: int, first: int) -> HttpResponse:
    """The next pages of a long file."""
    file = cards.opened_file(actor=request.actor, file_id=file_id)
    file.is_restricted = file.document.is_restricted
    shown = viewer([file], request=request, first=first)[0]
    if not shown.pages:
        raise Http404
    return render(request, "documents/files/sheets.html", {"file": file, "pages": shown.pages, "next": shown.next})


def _looked_at(request: HttpRequest, file_id: int) -> Any:
    """The file, whose page is being looked at: written down where looking is watched."""
    file = cards.opened_file(actor=request.actor, file_id=file_id)
    has_pages = bool(texts.made_of(file.blob_id, "pages"))
    if previews.way(file.media_type, file.state, has_pages=has_pages) != "pages":
        raise Http404
    looks.looked(actor=request.actor, at=request.at, document=file.document, what=f"файл «{file.name}»")
    return file


def _kept_by_browser(response: HttpResponse, file: Any, page: int) -> HttpResponse:
    """Let the browser keep what will not change soon: a page that waits for its reading is righted by it."""
    read = texts.page(file.blob_id, page)
    is_settled = not file.document.is_restricted and read is not None and read.state == "done"
    response["Cache-Control"] = f"private, max-age={FIVE_MINUTES if is_settled else 0}"
    return response


@allow(any_post=True)
@require_GET
def text(request: HttpRequest, file_id: int) -> HttpResponse:
    """The text of a DOCX, plain or any other file without pages, made safe."""
    file = cards.opened_file(actor=request.actor, file_id=file_id)
    reading = texts.progress([file.blob_id]).get(file.blob_id)
    if previews.way(file.media_type, file.state, reading=reading) != "text":
        raise Http404
    looks.looked(actor=request.actor, at=request.at, document=file.document, what=f"файл «{file.name}»")
    try:
        html = _html(file)
    except previews.NoPreview:
        html = ""
    return render(request, "documents/files/text.html", {"html": html, "file": file})


def _html(file: Any) -> str:
    if file.media_type not in {content.DOCX, "text/plain"}:
        return previews.preformatted(texts.text(file.blob_id).replace("\f", "\n\n"))
    with storage.open_blob(file.blob_id) as stream:
        return previews.text(stream, media_type=file.media_type)


@allow(any_post=True)
@require_GET
def progress(request: HttpRequest, file_id: int) -> HttpResponse:
    """How far the file is read: asked for by the page itself while the reading goes on."""
    file = cards.file(actor=request.actor, file_id=file_id)
    file.is_restricted = file.document.is_restricted
    return render(request, "documents/files/progress.html", {"shown": viewer([file], request=request)[0]})


@allow("document.attach")
@require_POST
def read_again(request: HttpRequest, file_id: int) -> HttpResponse:
    """Lets the file or one page of it be read once more."""
    file = cards.file(actor=request.actor, file_id=file_id)
    page = request.POST.get("page", "")
    number = int(page) if page.isdecimal() and len(page) < 6 else None
    try:
        readings.read_again(actor=request.actor, at=request.at, file_id=file_id, page=number)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Файл буде прочитано ще раз.")
    return _files_of(file.document_id)


@allow("document.attach")
@require_POST
def attach(request: HttpRequest, document_id: int) -> HttpResponse:
    """Many files at once onto a card."""
    document = cards.document(actor=request.actor, document_id=document_id)
    roles = standing.roles_to_attach(actor=request.actor, document=document, on=request.on)
    form = FilesForm(request.POST, request.FILES, choices={"role": roles})

    def deed() -> None:
        uploads = answers.uploads(form.cleaned_data["files"], form.cleaned_data["role"])
        files.attach(actor=request.actor, at=request.at, document_id=document_id, uploads=uploads)

    return answers.done_or_said(request, form, deed, "Файли долучено.", _files_of(document_id))


@allow("document.attach")
@require_POST
def replace(request: HttpRequest, file_id: int) -> HttpResponse:
    """A new version of a file; the old one stays."""
    old = cards.file(actor=request.actor, file_id=file_id)
    form = FilesForm({"role": old.role}, request.FILES, choices={"role": [(old.role, old.get_role_display())]})

    def deed() -> None:
        upload = answers.uploads(form.cleaned_data["files"], old.role)[0]
        reason = request.POST.get("reason", "")[:500]
        files.replace(actor=request.actor, at=request.at, file_id=file_id, upload=upload, reason=reason)

    return answers.done_or_said(request, form, deed, "Файл замінено новою версією.", _files_of(old.document_id))


@allow("document.attach")
@require_POST
def remove(request: HttpRequest, file_id: int) -> HttpResponse:
    """Takes a file off the card, with a reason."""
    file, form = cards.file(actor=request.actor, file_id=file_id), ReasonForm(request.POST)

    def deed() -> None:
        files.remove(actor=request.actor, at=request.at, file_id=file_id, reason=form.cleaned_data["reason"])

    return answers.done_or_said(request, form, deed, "Файл вилучено з картки.", _files_of(file.document_id))


@allow("document.attach")
@require_POST
def unpack(request: HttpRequest, file_id: int) -> HttpResponse:
    """«Розпакувати»: the worker opens the archive, its files appear below it."""
    file = cards.opened_file(actor=request.actor, file_id=file_id)

    def deed() -> None:
        containers.unpack(actor=request.actor, at=request.at, file_id=file_id)

    document = file.document
    back = redirect("documents:arrival", document.pk) if document.is_waiting else _files_of(document.pk)
    return answers.done(request, deed, "Архів розпаковується: файли з'являться нижче.", back)


@allow(any_post=True)
@require_GET
def shown(request: HttpRequest, document_id: int) -> HttpResponse:
    """The files of a card again: the page asks while one of them is being opened."""
    document = cards.document(actor=request.actor, document_id=document_id)
    context = {
        "viewer": viewer(cards.files(document.pk), request=request),
        "may_unpack": request.may("document.attach") is None,
    }
    return render(request, "documents/files/viewer.html", context)


def _files_of(document_id: int) -> HttpResponse:
    return redirect("documents:card_tab", document_id, "faily")
