"""The card of a document: head, files, relations, who sees it, and its whole life."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from magistrat.documents.actions import grants, hooks, links, looks
from magistrat.documents.forms.deeds import (
    AddresseeForm,
    AdmissionForm,
    FileAwayForm,
    FilesForm,
    HandOverForm,
    LinkForm,
    LossForm,
    ReasonForm,
)
from magistrat.documents.pages.registration import REGISTRARS
from magistrat.documents.pages.viewer import viewer
from magistrat.documents.queries import cards, choices, history, kept, marks, points, rights, standing, terms
from magistrat.regulation import queries as regulation
from magistrat.rules.refusal import Refusal
from magistrat.ui import paging
from magistrat.ui.routes import allow

# Address, label, template.
TABS = (
    ("", "Картка", "documents/card/kartka.html"),
    ("faily", "Файли", "documents/card/faily.html"),
    ("zviazky", "Зв'язки", "documents/card/zviazky.html"),
    ("oryhinal", "Оригінал і справа", "documents/card/oryhinal.html"),
    ("dostup", "Доступ", "documents/card/dostup.html"),
    ("istoriia", "Історія", "documents/card/istoriia.html"),
)
TEMPLATES = {name: template for name, _, template in TABS}


@allow(any_post=True)
@require_GET
def card(request: HttpRequest, document_id: int) -> HttpResponse:
    """The head with what upper apps add, and the file."""
    return show(request, document_id, "")


@allow(any_post=True)
@require_GET
def tab(request: HttpRequest, document_id: int, name: str) -> HttpResponse:
    """One of the long parts of the card."""
    if not name or name not in TEMPLATES:
        raise Http404
    return show(request, document_id, name)


@allow(any_post=True)
@require_GET
def printed(request: HttpRequest, document_id: int) -> HttpResponse:
    """The card on paper (DR 10.8, 10.18)."""
    document = cards.document(actor=request.actor, document_id=document_id)
    looks.looked(actor=request.actor, at=request.at, document=document, what="друковану картку")
    context = {
        "document": document,
        "parties": cards.parties(document_id),
        "moves": cards.paper_moves(document_id),
        "entries": history.whole(document_id),
        "in_force_from": regulation.in_force_from(request.on),
    }
    return render(request, "documents/card/printed.html", context)


def show(
    request: HttpRequest, document_id: int, name: str, refusal: Refusal | None = None, status: int = 200, **typed: Any
) -> HttpResponse:
    """A part of the card; after a deed that was stopped, with the refusal and the form as it was typed.

    :param typed: by its name on the page, the form that comes back, and whose row it belongs to.
    """
    document = cards.document(actor=request.actor, document_id=document_id)
    looks.looked(actor=request.actor, at=request.at, document=document)
    context: dict[str, Any] = {
        "document": document,
        "tab": name,
        "tabs": _tabs(document_id, name),
        "parties": cards.parties(document_id),
        "moves": _moves(request, document),
    }
    context |= {
        "": _main,
        "faily": _files,
        "zviazky": _links,
        "oryhinal": _paper,
        "dostup": _access,
        "istoriia": _history,
    }[name](request, document)
    return render(request, TEMPLATES[name], context | typed | {"refusal": refusal}, status=status)


def _tabs(document_id: int, current: str) -> list[dict[str, object]]:
    return [
        {
            "label": label_,
            "url": reverse("documents:card_tab", args=[document_id, name])
            if name
            else reverse("documents:card", args=[document_id]),
            "is_current": name == current,
        }
        for name, label_, _ in TABS
    ]


def _moves(request: HttpRequest, document: Any) -> dict[str, bool]:
    """Deeds that the person may begin from the head of the card."""
    is_registered = document.is_registered
    is_act = rights.refusal_for_act(document.direction) is not None
    books = [] if is_act else _books(request, document)
    keeps = document.registry is not None and document.registry.department_id in request.actor.departments
    if document.registry is not None and document.registry.only_clerks:
        keeps = _keeps_card(request, document)
    return {
        "correct": (is_registered or document.is_waiting)
        and not is_act
        and request.may("document.correct") is None
        and (keeps or _keeps_card(request, document)),
        "annul": is_registered
        and document.registry is not None
        and rights.refusal_to_annul(actor=request.actor, registry=document.registry, on=request.on) is None,
        # An annulled registration is the one that is most often made anew; in any registry of the flow, as it is chosen anew.
        "copy": (is_registered or document.state == document.State.ANNULLED) and bool(books),
        "supplement": is_registered
        and not document.supplement
        and document.registry_id in books
        and points.entry(request.on, points.SUPPLEMENT) is not None,
        "bring_back": document.state == "passed_on" and request.may("arrival.receive") is None,
        "notice": document.state == document.State.RETURNED and request.may("arrival.return") is None,
        "review": document.is_waiting and request.may("arrival.review") is None,
        "label": bool(document.index) and marks.is_offered(document.registered_on or request.on),
    }


def _books(request: HttpRequest, document: Any) -> list[int]:
    """Where the person registers papers of the flow; one statement, none for who registers nowhere."""
    if document.registry is None or not any(request.may(right) is None for right in REGISTRARS):
        return []
    found = rights.registries_of(actor=request.actor, on=request.on, direction=document.direction)
    return [registry.pk for registry in found]


def _keeps_card(request: HttpRequest, document: Any) -> bool:
    """Whether one of the person's posts keeps another unit's registry, or what is not registered."""
    refusal = rights.refusal_to_keep_card(actor=request.actor, registry_id=document.registry_id, on=request.on)
    return refusal is None


def _main(request: HttpRequest, document: Any) -> dict[str, object]:
    steps = terms.steps(document) if document.is_registered and document.is_incoming and not document.filed_on else []
    may_stamp = bool(document.index) and marks.is_offered(document.registered_on or request.on)
    return {
        "viewer": viewer(cards.files(document.pk), request=request),
        "may_unpack": request.may("document.attach") is None,
        "may_stamp": may_stamp,
        "steps": steps,
        "annulling": ReasonForm(),
        "in_force_from": regulation.in_force_from(request.on),
    }


def _files(request: HttpRequest, document: Any) -> dict[str, object]:
    shown = viewer(cards.files(document.pk), request=request)
    if may_attach := request.may("document.attach") is None:
        _say_what_stands(request, document, [one.file for one in shown])
    roles = standing.roles_to_attach(actor=request.actor, document=document, on=request.on) if may_attach else []
    return {
        "may_stamp": bool(document.index) and marks.is_offered(document.registered_on or request.on),
        "viewer": shown,
        "former": [file for file in cards.all_files(document.pk) if file.replaced_by_id or file.removed_at],
        "form": FilesForm(choices={"role": roles}),
        "removal": ReasonForm(),
        "may_attach": may_attach,
        "may_unpack": may_attach,
    }


def _say_what_stands(request: HttpRequest, document: Any, files: list[Any]) -> None:
    found = standing.refusals(actor=request.actor, document=document, files=files, on=request.on)
    for file in files:
        file.stands = found[file.pk]
        file.lies_inside = standing.refusal_to_replace(file)


def _links(request: HttpRequest, document: Any) -> dict[str, object]:
    return {
        "links": cards.links(actor=request.actor, document_id=document.pk),
        "form": LinkForm(choices={"kind": choices.links(request.on)}),
        "parting": ReasonForm(),
        "may_link": links.refusal_to_relate(actor=request.actor, source=document, at=request.at) is None,
    }


def _paper(request: HttpRequest, document: Any) -> dict[str, object]:
    is_fit = document.state in ("registered", "passed_on") and document.filed_on is None
    may_file = is_fit and request.may("document.file_away") is None
    waits = hooks.filing_refusal(document=document, at=request.at) if may_file else None
    is_offered = may_file and waits is None
    cases = _cases(request, document) if is_offered else []
    holder = cards.paper_holder(document.pk)
    return {
        "moves_of_paper": cards.paper_moves(document.pk),
        "holder": holder,
        "kept": kept.kept(document=document, last=holder, on=request.on),
        "handing_over": HandOverForm(),
        "losing": LossForm(),
        "may_hand_over": request.may("document.hand_over_paper") is None,
        "clause": points.clause(request.on, points.PAPER_TO_FIRST) or points.clause(request.on, points.TRANSFER),
        "filing": FileAwayForm(choices={"case": cases}),
        "may_file": is_offered,
        "filing_waits": waits if may_file else None,
    }


def _cases(request: HttpRequest, document: Any) -> choices.Groups:
    """Files for the document: hundreds are open in a city, it mostly goes into one of its own clerks or executors."""
    return choices.cases_by_owner(
        request.on,
        request.actor.departments,
        executors=hooks.executing(document=document),
        executed_on=hooks.executed_on(document=document),
    )


def _access(request: HttpRequest, document: Any) -> dict[str, object]:
    refusal = grants.refusal_to_admit(actor=request.actor, document=document, at=request.at)
    return {
        "grants": cards.grants(document.pk),
        "form": AdmissionForm(),
        "may_admit": refusal is None,
        "ending": ReasonForm(),
        "copying": AddresseeForm(auto_id="copy_%s"),
        "may_show": _may_show(request, document),
    }


def _history(request: HttpRequest, document: Any) -> dict[str, object]:
    """Deeds, newest first; of a watched paper also who looked at it."""
    is_watched = document.is_restricted or document.is_personal
    shows_looks = is_watched and "perehliady" in request.GET
    rows = history.looks(document.pk) if shows_looks else history.deeds(document.pk)
    return {"page": paging.asked(request, rows, ["-id"]), "is_watched": is_watched, "shows_looks": shows_looks}


def _may_show(request: HttpRequest, document: Any) -> bool:
    """Whether a copy of the urgent paper may be shown before its resolution (DR 10.15)."""
    is_fit = document.is_registered and document.is_urgent and not document.is_restricted
    return (
        is_fit
        and points.entry(request.on, points.COPY_IN_ADVANCE) is not None
        and request.may("arrival.pass_on") is None
    )
