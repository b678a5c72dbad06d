"""Labels for the first pages of papers, and copies of files with the registration mark (KR 7.6, 8.7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from magistrat.documents import previews
from magistrat.documents.actions import looks
from magistrat.documents.queries import cards, marks, originals
from magistrat.papers import codes, labels, stamps
from magistrat.regulation import queries as regulation
from magistrat.rules.refusal import Refusal
from magistrat.storage import queries as storage
from magistrat.ui.routes import allow

PDF = "application/pdf"
MOST_LABELS = 500


@allow(any_post=True)
@require_GET
def label(request: HttpRequest, document_id: int) -> HttpResponse:
    """The label of one paper as it will look, and the choice of the printer's sheet."""
    document = cards.document(actor=request.actor, document_id=document_id)
    mark = marks.mark(document)
    if mark is None:
        raise Http404
    looks.looked(actor=request.actor, at=request.at, document=document, what="бирку")
    place, clause = marks.place(document, request.on)
    context = {
        "document": document,
        "square": mark_safe(codes.square_svg(mark.square)),  # noqa: S308 drawn by ourselves
        "linear": mark_safe(codes.linear_svg(mark.linear)),  # noqa: S308 drawn by ourselves
        "stamps": marks.stamps([document]).get(document.pk, ()),
        "forms": regulation.work_calendar().city.stationery.forms,
        "place": place,
        "clause": clause,
    }
    return render(request, "documents/card/label.html", context)


@allow(any_post=True)
@require_GET
def printed(request: HttpRequest) -> HttpResponse:
    """Labels of the documents `?id=…&id=…` as a PDF: `arkush` is the printer's sheet, `misce` the first free place."""
    wanted = [int(one) for one in request.GET.getlist("id") if one.isdecimal() and len(one) < 18][:MOST_LABELS]
    found = marks.of_many(actor=request.actor, ids=wanted)
    if not found:
        raise Http404
    looks.all_looked(actor=request.actor, at=request.at, documents=found, what="бирку")
    borne = marks.stamps(found)
    place = request.GET.get("misce", "")
    made = labels.labels_pdf(
        [labels.Label(mark, borne.get(one.pk, ())) for one in found if (mark := marks.mark(one))],
        form=regulation.work_calendar().city.stationery.label(request.GET.get("arkush", "")),
        owner=_owner(),
        at=request.at,
        skip=int(place) - 1 if place.isdecimal() and int(place[:4]) > 0 else 0,
    )
    return _answer(made, "byrky.pdf")


@allow(any_post=True)
@require_GET
def stamped(request: HttpRequest, file_id: int) -> HttpResponse:
    """A copy of the file with the mark and the stamps of control on its first page; the original stays as it is.

    :raises Refusal: it has no number, or its kind bears no stamp.
    """
    file = cards.opened_file(actor=request.actor, file_id=file_id)
    is_restricted = file.document.is_restricted
    if refusal := originals.refusal(actor=request.actor, is_restricted=is_restricted, on=request.on):
        raise refusal
    if file.dangers or file.is_unscanned:
        raise Refusal(
            "",
            f"Файл «{file.name}» може бути небезпечний або ще не перевірений: відбиток на нього не наносять. Надрукуйте бирку.",
        )
    document = file.document
    mark = marks.mark(document)
    if mark is None:
        raise Refusal("", "Документ не зареєстровано: відбитка ще немає.")
    if previews.way(file.media_type, file.state) != "pages":
        raise Refusal("", f"Відбиток наносять лише на PDF і зображення, а «{file.name}» іншого виду. Надрукуйте бирку.")
    looks.looked(
        actor=request.actor, at=request.at, document=document, what=f"файл «{file.name}» з відбитком", is_taken=True
    )
    borne = marks.stamps([document]).get(document.pk, ())
    place, _ = marks.place(document, request.on)
    wanted = stamps.Stamps(mark, place == marks.CENTRE, *_in_places(borne))
    try:
        with storage.open_blob(file.blob_id) as stream:
            made = stamps.stamped(stream, wanted, at=request.at)
    except stamps.Unstampable:
        raise Refusal("", f"Файл «{file.name}» не відкривається, тому відбиток нанести не можна.") from None
    return _answer(made, f"{mark.id}-vidbytok.pdf")


def _in_places(borne: Sequence[str]) -> tuple[str, str]:
    """The stamp of the left margin and that of the lower left corner (KR 8.7)."""
    left, lower = (*borne, "", "")[:2]
    return left, lower


def _owner() -> str:
    names: dict[str, Any] = regulation.city().names
    return str(names.get("council", ""))


def _answer(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=PDF, headers={"Content-Disposition": f'inline; filename="{name}"'})
