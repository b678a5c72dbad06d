"""Deeds on a registered document: annulling, relations, the paper original, admissions, «До справи»."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from magistrat.documents.actions import annulling, copies, grants, links, nomenclature, paper
from magistrat.documents.forms.deeds import (
    AddresseeForm,
    AdmissionForm,
    FileAwayForm,
    HandOverForm,
    LinkForm,
    LossForm,
    ReasonForm,
)
from magistrat.documents.pages import answers
from magistrat.documents.queries import choices
from magistrat.ui.routes import allow


@allow("document.annul")
@require_POST
def annul(request: HttpRequest, document_id: int) -> HttpResponse:
    """«Анулювати реєстрацію»."""
    form = ReasonForm(request.POST)

    def deed() -> None:
        annulling.annul(actor=request.actor, at=request.at, document_id=document_id, reason=form.cleaned_data["reason"])

    return answers.done_or_said(request, form, deed, "Реєстрацію анульовано.", redirect("documents:card", document_id))


@allow("document.correct")
@require_POST
def link(request: HttpRequest, document_id: int) -> HttpResponse:
    """«Пов'язати» with another document."""
    form = LinkForm(request.POST, choices={"kind": choices.links(request.on)})

    def deed() -> None:
        given = form.cleaned_data
        links.connect(
            actor=request.actor, at=request.at, source_id=document_id, target_id=given["target"], kind=given["kind"]
        )

    return answers.done_or_said(request, form, deed, "Документи пов'язано.", _tab(document_id, "zviazky"))


@allow("document.correct")
@require_POST
def unlink(request: HttpRequest, document_id: int, link_id: int) -> HttpResponse:
    """«Вилучити зв'язок»."""
    form = ReasonForm(request.POST)

    def deed() -> None:
        links.part(actor=request.actor, at=request.at, link_id=link_id, reason=form.cleaned_data["reason"])

    return answers.done_or_said(request, form, deed, "Зв'язок вилучено.", _tab(document_id, "zviazky"))


@allow("document.hand_over_paper")
@require_POST
def hand_over(request: HttpRequest, document_id: int) -> HttpResponse:
    """«Передати під підпис»."""
    form = HandOverForm(request.POST)

    def deed() -> None:
        given = form.cleaned_data
        paper.hand_over(
            actor=request.actor,
            at=request.at,
            document_id=document_id,
            post_id=given["post"],
            signed_by=given["signed_by"],
            is_copy=given["is_copy"],
        )

    return answers.done_or_said(request, form, deed, "Передано під підпис.", _tab(document_id, "oryhinal"))


@allow("document.hand_over_paper")
@require_POST
def take_back(request: HttpRequest, document_id: int) -> HttpResponse:
    """«Оригінал повернуто»."""

    def deed() -> None:
        paper.take_back(actor=request.actor, at=request.at, document_id=document_id)

    return answers.done(request, deed, "Повернення оригіналу відмічено.", _tab(document_id, "oryhinal"))


@allow("document.hand_over_paper")
@require_POST
def lose(request: HttpRequest, document_id: int) -> HttpResponse:
    """«Оригінал втрачено», with the written explanation and the copy."""
    form = LossForm(request.POST, request.FILES)

    def deed() -> None:
        given = form.cleaned_data
        copies = answers.uploads([given["copy"]] if given["copy"] else [])
        paper.lose(
            actor=request.actor, at=request.at, document_id=document_id, explanation=given["explanation"], copies=copies
        )

    return answers.done_or_said(request, form, deed, "Втрату оригіналу відмічено.", _tab(document_id, "oryhinal"))


@allow(any_post=True)
@require_POST
def admit(request: HttpRequest, document_id: int) -> HttpResponse:
    """«Надати доступ» by name."""
    form = AdmissionForm(request.POST)

    def deed() -> None:
        given = form.cleaned_data
        grants.admit(
            actor=request.actor, at=request.at, document_id=document_id, post_id=given["post"], ground=given["ground"]
        )

    return answers.done_or_said(request, form, deed, "Доступ надано.", _tab(document_id, "dostup"))


@allow(any_post=True)
@require_POST
def exclude(request: HttpRequest, document_id: int, grant_id: int) -> HttpResponse:
    """«Припинити доступ» that was given by name."""
    form = ReasonForm(request.POST)

    def deed() -> None:
        grants.exclude(actor=request.actor, at=request.at, grant_id=grant_id, ground=form.cleaned_data["reason"])

    return answers.done_or_said(request, form, deed, "Доступ припинено.", _tab(document_id, "dostup"))


@allow("arrival.pass_on")
@require_POST
def show_in_advance(request: HttpRequest, document_id: int) -> HttpResponse:
    """«Ознайомити попередньо» with an urgent paper's copy."""
    form = AddresseeForm(request.POST)

    def deed() -> None:
        copies.show_in_advance(
            actor=request.actor, at=request.at, document_id=document_id, post_id=form.cleaned_data["post"]
        )

    return answers.done_or_said(request, form, deed, "Копію надано для ознайомлення.", _tab(document_id, "dostup"))


@allow("document.file_away")
@require_POST
def file_away(request: HttpRequest, document_id: int) -> HttpResponse:
    """«До справи № …»."""
    form = FileAwayForm(request.POST, choices={"case": choices.cases_to_fill(request.on, request.actor.departments)})

    def deed() -> None:
        nomenclature.file_away(
            actor=request.actor, at=request.at, document_id=document_id, case_id=form.cleaned_data["case"]
        )

    return answers.done_or_said(request, form, deed, "Документ вміщено до справи.", _tab(document_id, "oryhinal"))


def _tab(document_id: int, name: str) -> HttpResponse:
    return redirect("documents:card_tab", document_id, name)
