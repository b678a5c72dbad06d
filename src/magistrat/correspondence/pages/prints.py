"""What is printed of a letter: the letter on its blank as PDF and DOCX, all its copies in one step, the sheet of visas."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.correspondence import queries
from magistrat.correspondence.pages import opened
from magistrat.papers import sheets, word
from magistrat.rules import letters
from magistrat.ui.routes import allow

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@allow(any_post=True)
@require_GET
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The copies ready for printing: which they are, and the letter as it will look."""
    found = opened.letter(request, pk)
    wanted = _wanted(request)
    paper = queries.paper(found, request.on, wanted)
    clause, _ = letters.marked_copies(queries.rules_of(found), by_exchange=wanted.by_exchange)
    context = {
        "letter": found,
        "document": found.document,
        "paper": paper,
        "copies": [copy for copy in paper.copies if not copy.is_list],
        "has_list": any(copy.is_list for copy in paper.copies),
        "clause": clause,
        "wanted": wanted,
        "query": request.GET.urlencode(),
    }
    return render(request, "correspondence/print.html", context)


@allow(any_post=True)
@require_GET
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """PDF/A: `?usi=1` with all copies, `?sev=1` for the system of exchange, `?blank=hotovyi` on printed blanks."""
    found = opened.letter(request, pk, "друковану форму листа")
    made = sheets.letter_pdf(queries.paper(found, request.on, _wanted(request)), at=request.at)
    return _file(made, PDF, found, "pdf", inline=True)


@allow(any_post=True)
@require_GET
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter to be edited in a word processor."""
    found = opened.letter(request, pk, "лист у форматі DOCX")
    return _file(word.letter_docx(queries.paper(found, request.on), at=request.at), DOCX, found, "docx")


@allow(any_post=True)
@require_GET
def visa_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Who visaed which version and when, with remarks."""
    found = opened.letter(request, pk, "аркуш віз")
    context = {"letter": found, "document": found.document, "visas": queries.visas_of_all(found)}
    return render(request, "correspondence/visa_sheet.html", context)


def _wanted(request: HttpRequest) -> queries.Set:
    given = request.GET
    return queries.Set(
        is_whole="usi" in given, by_exchange="sev" in given, is_ready_blank=given.get("blank") == "hotovyi"
    )


def _file(content: bytes, kind: str, found: Any, ending: str, *, inline: bool = False) -> HttpResponse:
    name = f"lyst-{found.document.number or f'proiekt-{found.pk}'}.{ending}"
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    return answer
