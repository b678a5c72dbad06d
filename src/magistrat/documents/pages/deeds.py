"""Deeds on a registered document: annulling, relations, the paper original, admissions, «До справи»."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
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
from magistrat.documents.pages import answers, card
from magistrat.documents.queries import choices
from magistrat.rules.refusal import Refusal
from magistrat.ui.routes import allow


@allow("document.annul")
@require_POST
def annul(request: HttpRequest, document_id: int) -> HttpResponse:
    """«Анулювати реєстрацію»."""
    form = ReasonForm(request.POST)

    def deed() -> None:
        annulling.annul(actor=request.actor, at=request.at, document_id=document_id, reason=form.cleaned_data["reason"])

    return _answer(request, form, deed, "Реєстрацію анульовано.", document_id, "", annulling=form)


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

    return _answer(request, form, deed, "Документи пов'язано.", document_id, "zviazky", form=form)


@allow("document.correct")
@require_POST
def unlink(request: HttpRequest, document_id: int, link_id: int) -> HttpResponse:
    """«Вилучити зв'язок»."""
    form = ReasonForm(request.POST)

    def deed() -> None:
        links.part(actor=request.actor, at=request.at, link_id=link_id, reason=form.cleaned_data["reason"])

    return _answer(request, form, deed, "Зв'язок вилучено.", document_id, "zviazky", parting=form, parted=link_id)


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

    return _answer(request, form, deed, "Передано під підпис.", document_id, "oryhinal", handing_over=form)


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

    return _answer(request, form, deed, "Втрату оригіналу відмічено.", document_id, "oryhinal", losing=form)


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

    return _answer(request, form, deed, "Доступ надано.", document_id, "dostup", form=form)


@allow(any_post=True)
@require_POST
def exclude(request: HttpRequest, document_id: int, grant_id: int) -> HttpResponse:
    """«Припинити доступ» that was given by name."""
    form = ReasonForm(request.POST)

    def deed() -> None:
        grants.exclude(actor=request.actor, at=request.at, grant_id=grant_id, ground=form.cleaned_data["reason"])

    return _answer(request, form, deed, "Доступ припинено.", document_id, "dostup", ending=form, ended=grant_id)


@allow("arrival.pass_on")
@require_POST
def show_in_advance(request: HttpRequest, document_id: int) -> HttpResponse:
    """«Ознайомити попередньо» with an urgent paper's copy."""
    form = AddresseeForm(request.POST, auto_id="copy_%s")

    def deed() -> None:
        copies.show_in_advance(
            actor=request.actor, at=request.at, document_id=document_id, post_id=form.cleaned_data["post"]
        )

    return _answer(request, form, deed, "Копію надано для ознайомлення.", document_id, "dostup", copying=form)


@allow("document.file_away")
@require_POST
def file_away(request: HttpRequest, document_id: int) -> HttpResponse:
    """«До справи № …»."""
    form = FileAwayForm(request.POST, choices={"case": choices.cases_to_fill(request.on, request.actor.departments)})

    def deed() -> None:
        nomenclature.file_away(
            actor=request.actor, at=request.at, document_id=document_id, case_id=form.cleaned_data["case"]
        )

    return _answer(request, form, deed, "Документ вміщено до справи.", document_id, "oryhinal", filing=form)


def _answer(
    request: HttpRequest,
    form: BaseForm,
    deed: Callable[[], None],
    said: str,
    document_id: int,
    tab: str,
    /,
    **typed: Any,
) -> HttpResponse:
    """Back to the part of the card where the deed is; stopped, that part says why and holds what was typed."""

    def show(refusal: Refusal | None, status: int) -> HttpResponse:
        return card.show(request, document_id, tab, refusal, status, **typed)

    return answers.done_or_shown(request, form, deed, said, back=_tab(document_id, tab), show=show)


def _tab(document_id: int, name: str) -> HttpResponse:
    return redirect("documents:card_tab", document_id, name) if name else redirect("documents:card", document_id)
