"""«Мої візи», and the screen on which one of them is given."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.approvals import hooks
from magistrat.approvals.actions import answering, typical
from magistrat.approvals.forms import AnswerForm, ReasonForm, VisaFilter
from magistrat.approvals.pages import panel
from magistrat.approvals.queries import lists, visa
from magistrat.documents.actions import looks
from magistrat.documents.queries import access, cards
from magistrat.organisation import queries as organisation
from magistrat.rules import approving
from magistrat.rules.refusal import Refusal
from magistrat.ui import paging
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

SHELVES = {"chekaiut": "Чекають на мене", "nadani": "Надані мною", "nadislani": "Надіслані мною"}
BY_TERM = ("due_on", "id")
DONE = {
    "agreed": "Погоджено.",
    "remarks": "Погоджено із зауваженнями: розробник їх побачить.",
    "objected": "Незгоду з умотивованими зауваженнями додано до проєкту.",
    "returned": "Проєкт повернуто розробникові на доопрацювання.",
}


@allow(any_post=True)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What waits for my visa; `?stan=nadani` what I have answered, `?stan=nadislani` my drafts on their way."""
    chosen = request.GET.get("stan", "")
    chosen = chosen if chosen in SHELVES else "chekaiut"
    form = filter_form(request, has_overdue=chosen == "chekaiut")
    wanted = wanted_of(request, form)
    counts, address = lists.counts(request.actor), reverse("approvals:mine")
    context = {
        "shelf": chosen,
        "form": form,
        "kept_values": [("stan", chosen)],
        "page": _page(request, chosen, wanted),
        "tabs": [
            {"label": label, "url": f"{address}?stan={key}", "is_current": key == chosen, "count": counts.get(key)}
            for key, label in SHELVES.items()
        ],
    }
    return render(request, "approvals/mine.html", context)


@allow(any_post=True)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, step_id: int) -> HttpResponse:
    """The text with the decision beside it; POST gives the visa, and the next one that waits opens by itself."""
    found = visa.of_step(request.actor, step_id)
    if found is None:
        raise Http404
    labels = [label for label, _ in found.version.parts]
    if request.method == "GET":
        looks.looked(actor=request.actor, at=request.at, document=found.found.approval.document, what="проєкт")
        return _shown(request, found, AnswerForm(labels=labels))
    form = AnswerForm(request.POST, labels=labels)
    if not form.is_valid():
        return _shown(request, found, form, status=422)
    actor = panel.actor_for(request, found.step.post_id) or request.actor
    outcome = form.cleaned_data["outcome"]
    try:
        answering.answer(
            actor=actor, at=request.at, step=step_id, outcome=outcome, note=form.cleaned_data["note"],
            remarks=form.remarks, seen=form.cleaned_data["seen"],
        )  # fmt: skip
    except Refusal as refusal:
        return _shown(request, found, form, refusal=refusal)
    messages.success(request, f"{found.found.approval.document.summary}: {DONE.get(outcome, 'відповідь збережено.')}")
    following = lists.waiting_for(request.actor).order_by("due_on", "id").first()
    return redirect("approvals:visa", following.pk) if following else redirect("approvals:mine")


@allow(any_post=True)
@require_POST
def extend(request: HttpRequest, step_id: int) -> HttpResponse:
    """Take the longer term."""
    found = visa.of_step(request.actor, step_id)
    if found is None:
        raise Http404
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actor = panel.actor_for(request, found.step.post_id) or request.actor
    try:
        kept = answering.extend(actor=actor, at=request.at, step=step_id, reason=reason)
    except Refusal as refusal:
        return _shown(request, found, AnswerForm(labels=[]), refusal=refusal)
    messages.success(request, f"Строк візи — до {kept.due_on:%d.%m.%Y}.")
    return redirect("approvals:visa", step_id)


@allow(any_post=True)
@require_http_methods(["GET", "POST"])
def library(request: HttpRequest) -> HttpResponse:
    """Typical remarks of the post; POST adds one."""
    refusal = None
    if request.method == "POST":
        try:
            typical.put(actor=request.actor, at=request.at, text=request.POST.get("text", ""))
            messages.success(request, "Типове зауваження збережено.")
            return redirect("approvals:library")
        except Refusal as caught:
            refusal = caught
    context = {
        "remarks": lists.typical(request.actor.post_id),
        "refusal": refusal,
        "text": request.POST.get("text", ""),
    }
    return render(request, "approvals/library.html", context, status=status_of(refusal) if refusal else 200)


@allow(any_post=True)
@require_POST
def forget(request: HttpRequest, text_id: int) -> HttpResponse:
    """Take a typical remark out of the library."""
    typical.remove(actor=request.actor, at=request.at, remark=text_id)
    messages.success(request, "Типове зауваження вилучено.")
    return redirect("approvals:library")


def filter_form(request: HttpRequest, *, has_overdue: bool = True) -> VisaFilter:
    """The filter of a list of visas as the address has it."""
    units = [(one.pk, one.short_name or one.name) for one in organisation.departments(request.on)]
    form = VisaFilter(request.GET, units=units, has_overdue=has_overdue)
    form.is_valid()
    return form


def wanted_of(request: HttpRequest, form: VisaFilter) -> lists.Wanted:
    """By what the list is narrowed."""
    given = form.cleaned_data
    overdue = request.on if given.get("overdue") else None
    return lists.Wanted(
        kind=given.get("kind", ""), department=given.get("unit"), text=given.get("text", ""), overdue_on=overdue
    )


def _page(request: HttpRequest, shelf: str, wanted: lists.Wanted) -> paging.Page:
    if shelf == "nadani":
        return paging.asked(request, lists.answered_by(request.actor, wanted), ("-on", "-id"))
    if shelf == "nadislani":
        return paging.asked(request, lists.sent_by(request.actor, wanted), ("-id",))
    page = paging.asked(request, lists.waiting_for(request.actor, wanted), BY_TERM)
    lists.count_days(page.rows, request.on)
    return page


def _shown(
    request: HttpRequest, found: visa.Visa, form: AnswerForm, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    approval = found.found.approval
    actor = panel.actor_for(request, found.step.post_id)
    longer = approving.longer(found.found.edition, found.found.edition.by_id(found.step.limit_entry or "-"))
    shown = hooks.shown(request, approval.kind, found.version)
    context = {
        "visa": found,
        "step": found.step,
        "approval": approval,
        "document": access.get_visible(request.actor, approval.document_id),
        "version": found.version,
        "text": mark_safe(shown),  # noqa: S308 rendered by the upper app's template
        "actor_of_step": actor,
        "is_open": found.step.state == "open" and found.found.is_running and actor is not None,
        "outcomes": approving.outcomes(found.found.edition, approval.kind),
        "objection": found.found.objection,
        "form": form,
        "labels": [label for label, _ in found.version.parts],
        "others": [step for step in found.found.steps if step.pk != found.step.pk and step.state != "skipped"],
        "remarks": [one for one in found.found.remarks if one.answer.voided_at is None],
        "typical": lists.typical(found.step.post_id),
        "longer": None if isinstance(longer, Refusal) or found.step.is_extended else longer,
        "files": cards.files(approval.document_id),
        "reason_form": ReasonForm(auto_id="longer-%s"),
        "refusal": refusal,
    }  # fmt: skip
    return render(request, "approvals/visa.html", context, status=status_of(refusal) if refusal else status)


def count(request: Any) -> int:
    """For the menu: how many visas wait for the person."""
    return lists.waiting_count(request.actor)
