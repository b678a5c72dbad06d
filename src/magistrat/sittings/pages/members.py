"""Members: what each has read, for the secretary; the agenda with its papers on a tablet, for the member himself."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.approvals import hooks
from magistrat.journal.actor import SYSTEM
from magistrat.regulation import queries as regulation
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import binders
from magistrat.sittings.actions import members as reading
from magistrat.sittings.pages import head, materials
from magistrat.sittings.queries import agendas, lists, papers, readings, steps
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow, as_right

NOT_MEMBER = "Матеріали засідання надають членам виконавчого комітету."
RULES = ("members_acquaintance", "members_agenda_reading")


@allow("sessions.prepare", "sessions.review_drafts")
@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has read what."""
    return show(request, pk)


def show(request: HttpRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    """The table of receipts, with the refusal of a deed on its top."""
    sitting = lists.sitting(pk)
    edition = regulation.rules_of(sitting.gathering.edition_id)
    rows = readings.receipts(sitting)
    context: dict[str, Any] = {
        **head.of(request, sitting, "sittings:members"),
        "rows": rows,
        "number": len(agendas.rows_of(sitting)),
        "read": sum(row.agenda_at is not None for row in rows),
        "rule": next((entry for key in RULES if (entry := edition.get(key))), None),
        "steps": [step for step in steps.of(sitting) if step.last.deed == "members"],
        "refusal": refusal,
    }
    return render(request, "sittings/members.html", context, status=status_of(refusal) if refusal else 200)


@allow(signed_in=True)
@require_GET
def tablet(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda with its papers as a member reads it; opening it leaves a receipt."""
    sitting, member = _member(request, pk)
    reading.read_agenda(actor=_actor(request), at=request.at, sitting=pk, person=member.person_id)
    context = {
        "sitting": sitting, "gathering": sitting.gathering, "named": head.name(sitting), "member": member,
        "blocks": agendas.shown(sitting), "read": readings.read_by(sitting, member.person_id),
    }  # fmt: skip
    return render(request, "sittings/tablet.html", context)


@allow(signed_in=True)
@require_GET
def tablet_question(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """A question's papers as a member reads them; opening them leaves a receipt."""
    sitting, member = _member(request, pk)
    rows = [row for block in agendas.shown(sitting) for row in block.rows]
    place = next((number for number, row in enumerate(rows) if row.pk == question), None)
    if place is None:
        raise lists.NotThere(question)
    reading.read_question(actor=_actor(request), at=request.at, question=question, person=member.person_id)
    row = rows[place]
    version = None if row.document is None or row.document.is_restricted else papers.newest_version(row)
    context = {
        "sitting": sitting, "named": head.name(sitting), "row": row, "number": len(rows),
        "before": rows[place - 1] if place else None,
        "after": rows[place + 1] if place + 1 < len(rows) else None,
        "version": version,
        "text": hooks.shown(request, version.approval.kind, version) if version else "",
    }  # fmt: skip
    return render(request, "sittings/tablet_question.html", context)


@allow(signed_in=True)
@require_GET
def tablet_pdf(request: HttpRequest, pk: int) -> FileResponse | HttpResponse:
    """All papers as one PDF, for a member."""
    sitting, _ = _member(request, pk)
    return materials.pdf_of(sitting)


@allow(signed_in=True)
@require_GET
def tablet_question_pdf(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """A question's papers as one PDF, for a member."""
    sitting, _ = _member(request, pk)
    rows = {row.pk: row for block in agendas.shown(sitting) for row in block.rows}
    if question not in rows:
        raise lists.NotThere(question)
    content = binders.of_question(
        sitting=sitting, question=rows[question], number=rows[question].printed, at=request.at
    )
    return HttpResponse(content, content_type="application/pdf")


def _member(request: HttpRequest, pk: int) -> tuple[Any, Any]:
    """The sitting whose papers were given to members, and as which of them the person reads.

    :raises Refusal: the person is no member, or nothing was given yet.
    """
    sitting = lists.sitting(pk)
    member = readings.member_of(sitting, request.user.pk)
    if member is None:
        raise as_right(Refusal("", NOT_MEMBER))
    if sitting.sent_at is None:
        raise Refusal("", "Порядку денного цього засідання членам ще не надано.")
    return sitting, member


def _actor(request: HttpRequest) -> Any:
    # A member from outside the city hall holds no post: the receipt names the person itself.
    return request.actor or SYSTEM
