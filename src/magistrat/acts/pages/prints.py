"""An act as files: PDF/A and DOCX, the working text or a version that was sent for visas."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from magistrat.acts.queries import history, on_paper
from magistrat.documents.actions import looks
from magistrat.ui.routes import allow

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@allow(any_post=True)
@require_GET
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The act with annexes and reverse pages; `?versiia=2` as it was sent for visas."""
    return _made(request, pk, "pdf")


@allow(any_post=True)
@require_GET
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same to be edited in a word processor."""
    return _made(request, pk, "docx")


def answer(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to be looked at (PDF) or to be kept (DOCX)."""
    found = HttpResponse(content, content_type=kind)
    found["Content-Disposition"] = f'{"inline" if kind == PDF else "attachment"}; filename="{name}"'
    return found


def _made(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    found = history.seen(actor=request.actor, act_id=pk)
    asked = request.GET.get("versiia", "")
    version = int(asked) if asked.isdecimal() else None
    what = "друковану форму акта" if ending == "pdf" else "акт у форматі DOCX"
    looks.looked(actor=request.actor, at=request.at, document=found.document, what=what)
    make, kind = (on_paper.pdf, PDF) if ending == "pdf" else (on_paper.docx, DOCX)
    try:
        content = make(pk, version, at=request.at)
    except on_paper.NoVersion:
        raise Http404 from None
    number = found.document.number or f"proiekt-{pk}"
    return answer(content, kind, f"akt-{number}{f'-v{version}' if version else ''}.{ending}")
