"""Files: downloading, looking at pages, adding, new versions, taking off."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.documents import dangers, previews
from magistrat.documents.actions import containers, files, looks
from magistrat.documents.forms.deeds import FilesForm, ReasonForm
from magistrat.documents.pages import answers
from magistrat.documents.pages.viewer import viewer
from magistrat.documents.queries import cards, choices
from magistrat.storage import queries as storage
from magistrat.ui.routes import allow

A_YEAR = 31_536_000


@allow(any_post=True)
@require_http_methods(["GET", "POST"])
def download(request: HttpRequest, file_id: int) -> HttpResponse | FileResponse:
    """The file as it came; never opened by the browser in our name. What may do harm is given after a warning."""
    file = cards.opened_file(actor=request.actor, file_id=file_id)
    if file.dangers or file.is_unscanned:
        if request.method == "GET":
            warned = {"file": file, "document": file.document, "warnings": dangers.words(file.dangers)}
            return render(request, "documents/files/confirm.html", warned)
        files.take_dangerous(actor=request.actor, at=request.at, file=file)
    looks.looked(actor=request.actor, at=request.at, document=file.document, what=f"файл «{file.name}»")
    stream = storage.open_blob(file.blob_id)
    return FileResponse(stream, as_attachment=True, filename=file.name, content_type="application/octet-stream")


@allow(any_post=True)
@require_GET
def page_picture(request: HttpRequest, file_id: int, page: int) -> HttpResponse:
    """A page of a PDF or picture as PNG; `w` is the width asked for."""
    file = cards.opened_file(actor=request.actor, file_id=file_id)
    if previews.way(file.media_type, file.state) != "pages":
        raise Http404
    looks.looked(
        actor=request.actor, at=request.at, document=file.document, what=f"файл «{file.name}», сторінка {page}"
    )
    width = request.GET.get("w", "")
    try:
        with storage.open_blob(file.blob_id) as stream:
            drawn = previews.picture(
                stream,
                sha256=file.blob_id,
                media_type=file.media_type,
                page=page,
                width=int(width) if width.isdecimal() and len(width) < 6 else previews.WIDTHS[0],
            )
    except previews.NoPreview:
        raise Http404 from None
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = f"private, max-age={0 if file.document.is_restricted else A_YEAR}"
    return response


@allow(any_post=True)
@require_GET
def text(request: HttpRequest, file_id: int) -> HttpResponse:
    """The text of a DOCX or plain file, made safe."""
    file = cards.opened_file(actor=request.actor, file_id=file_id)
    if previews.way(file.media_type, file.state) != "text":
        raise Http404
    looks.looked(actor=request.actor, at=request.at, document=file.document, what=f"файл «{file.name}»")
    try:
        with storage.open_blob(file.blob_id) as stream:
            html = previews.text(stream, media_type=file.media_type)
    except previews.NoPreview:
        html = ""
    return render(request, "documents/files/text.html", {"html": html, "file": file})


@allow("document.attach")
@require_POST
def attach(request: HttpRequest, document_id: int) -> HttpResponse:
    """Many files at once onto a card."""
    form = FilesForm(request.POST, request.FILES, choices={"role": choices.FILE_ROLES})

    def deed() -> None:
        uploads = answers.uploads(form.cleaned_data["files"], form.cleaned_data["role"])
        files.attach(actor=request.actor, at=request.at, document_id=document_id, uploads=uploads)

    return answers.done_or_said(request, form, deed, "Файли долучено.", _files_of(document_id))


@allow("document.attach")
@require_POST
def replace(request: HttpRequest, file_id: int) -> HttpResponse:
    """A new version of a file; the old one stays."""
    old = cards.file(actor=request.actor, file_id=file_id)
    form = FilesForm({"role": old.role}, request.FILES, choices={"role": choices.FILE_ROLES})

    def deed() -> None:
        upload = answers.uploads(form.cleaned_data["files"], old.role)[0]
        files.replace(actor=request.actor, at=request.at, file_id=file_id, upload=upload)

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
    context = {"viewer": viewer(cards.files(document.pk)), "may_unpack": request.may("document.attach") is None}
    return render(request, "documents/files/viewer.html", context)


def _files_of(document_id: int) -> HttpResponse:
    return redirect("documents:card_tab", document_id, "faily")
