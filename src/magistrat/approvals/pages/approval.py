"""The page of a paper's approval, and the drafter's deeds on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from magistrat.approvals.actions import answering, remarks, sending
from magistrat.approvals.forms import PaperAnswerForm, ReasonForm, ReplyForm
from magistrat.approvals.pages import panel
from magistrat.approvals.queries import state, visa
from magistrat.documents.actions import looks
from magistrat.documents.actions.files import Upload
from magistrat.documents.queries import access
from magistrat.rules import approving
from magistrat.rules.refusal import Refusal
from magistrat.ui import bulk
from magistrat.ui.routes import allow

NOT_READ = "Перевірте заповнене: {}"


@allow(any_post=True)
@require_GET
def approval(request: HttpRequest, document_id: int) -> HttpResponse:
    """The route of a document that the person sees, with its visas and remarks."""
    document = access.get_visible(request.actor, document_id)
    looks.looked(actor=request.actor, at=request.at, document=document, what="погодження")
    found = state.of_document(document_id)
    context = panel.context(request, found) if found else {}
    return render(request, "approvals/approval.html", {"document": document, **context})


@allow(any_post=True)
@require_GET
def versions(request: HttpRequest, document_id: int) -> HttpResponse:
    """Two versions compared part by part: `?z=1&do=3`, without them the last two."""
    document = access.get_visible(request.actor, document_id)
    looks.looked(actor=request.actor, at=request.at, document=document, what="порівняння версій")
    found = state.of_document(document_id)
    by_number = {version.number: version for version in found.versions} if found else {}
    later = by_number.get(_number(request, "do", max(by_number, default=0)))
    earlier = by_number.get(_number(request, "z", later.number - 1 if later else 0))
    if found is None or later is None:
        raise Http404
    changes = visa.compared(found.approval.kind, earlier, later) if earlier else []
    context = {"document": document, "found": found, "earlier": earlier, "later": later, "changes": changes}
    return render(request, "approvals/versions.html", context)


@allow(any_post=True)
@require_POST
def recall(request: HttpRequest, document_id: int) -> HttpResponse:
    """Take the paper back from its route."""
    found = _found(request, document_id)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    sending.recall(actor=panel.drafter_for(request, found), at=request.at, document=document_id, reason=reason)
    messages.success(request, "Проєкт відкликано з погодження.")
    return _back(request, document_id)


@allow(any_post=True)
@require_POST
def reply(request: HttpRequest, document_id: int, remark_id: int) -> HttpResponse:
    """The author's answer to a remark."""
    found = _found(request, document_id)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        raise Refusal("", NOT_READ.format("рішення щодо зауваження."))
    remarks.reply(actor=panel.drafter_for(request, found), at=request.at, remark=remark_id, **form.cleaned_data)
    messages.success(request, "Відповідь на зауваження збережено.")
    return _back(request, document_id)


@allow(any_post=True)
@require_POST
def report(request: HttpRequest, document_id: int) -> HttpResponse:
    """The remarks have been reported to the mayor."""
    _found(request, document_id)
    actor = panel.reporter(request) or request.actor
    told = remarks.report(actor=actor, at=request.at, document=document_id)
    messages.success(request, f"Відмічено: про зауваження доповіли міському голові ({len(told)}).")
    return _back(request, document_id)


@allow(any_post=True)
@require_POST
def attach(request: HttpRequest, document_id: int, step_id: int) -> HttpResponse:
    """The paper answer of a body outside."""
    found = _found(request, document_id)
    outcomes = [(key, key) for key in approving.outcomes(found.edition, found.approval.kind)]
    form = PaperAnswerForm(request.POST, request.FILES, outcomes=outcomes, on=request.on)
    if not form.is_valid():
        raise Refusal("", NOT_READ.format("відповідь, її дату та файл."))
    given = form.cleaned_data
    answering.attach(
        actor=panel.drafter_for(request, found) if panel.may_draft(request, found) else request.actor,
        at=request.at, step=step_id, outcome=given["outcome"], note=given["note"], on=given["on"],
        uploads=[Upload(file.name, file) for file in given["uploads"]],
    )  # fmt: skip
    messages.success(request, "Відповідь органу долучено.")
    return _back(request, document_id)


def _found(request: HttpRequest, document_id: int) -> state.State:
    access.get_visible(request.actor, document_id)
    found = state.of_document(document_id)
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest, document_id: int) -> HttpResponse:
    return redirect(bulk.way_back(request, reverse("approvals:approval", args=[document_id])))


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise
