"""What those who keep records do with a letter: the mark of the paper signature, the number, dispatch."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from magistrat.correspondence import queries
from magistrat.correspondence.actions import dispatching, registering, signing
from magistrat.correspondence.forms import DispatchForm, MarkForm, RegisterForm
from magistrat.correspondence.pages import opened
from magistrat.documents.actions import correspondents
from magistrat.documents.actions.files import Upload
from magistrat.documents.queries import cards, nomenclature, rights
from magistrat.rules import letters
from magistrat.rules.refusal import Refusal
from magistrat.ui.days import asked
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

REGISTER = ("document.register_outgoing", "document.register_unit")


@allow(*REGISTER)
@require_http_methods(["GET", "POST"])
def mark_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The mark of the signature on the paper, with its scan."""
    letter = opened.letter(request, pk)
    day = asked(request.POST.get("signed_on", "")) or request.on
    form = MarkForm(
        request.POST or None,
        request.FILES or None,
        people=[(one.person_id or 0, f"{one.title}, {one.name}") for one in queries.signers(letter, day)],
        initial={"signed_on": request.on},
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            signing.mark_paper(
                actor=request.actor,
                at=request.at,
                letter=pk,
                signed_on=form.cleaned_data["signed_on"],
                scan=_uploads(request),
                person=form.cleaned_data.get("person"),
            )
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, "Підпис відмічено: лист можна реєструвати.")
            return redirect("correspondence:register", pk)
    return _page(request, "correspondence/mark.html", letter, form, refusal)


@allow(*REGISTER)
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """The number and date of a signed letter."""
    letter = opened.letter(request, pk)
    edition = queries.rules_of(letter)
    registries = rights.registries_of(actor=request.actor, on=request.on, direction="outgoing")
    cases = nomenclature.open_cases(request.on.year, [letter.drafter.department_id, *request.actor.departments])
    form = RegisterForm(
        request.POST or None,
        request.FILES or None,
        registries=[(one.pk, one.title) for one in registries],
        case_files=[(one.pk, f"{one.index} {one.title}") for one in cases],
        checks=letters.checks(edition),
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            done = _register(request, pk, form)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, f"Лист зареєстровано: {done.document.index} від {request.on:%d.%m.%Y}.")
            return redirect("correspondence:letter", pk)
    more = {
        "needs_confirm": letter.signed_on != request.on,
        "copies": letters.copies(edition),
        "checks_clause": _clause(edition, "dispatch_checks"),
        "card_clause": _clause(edition, "outgoing_card"),
    }
    return _page(request, "correspondence/register.html", letter, form, refusal, **more)


@allow("letter.dispatch")
@require_http_methods(["GET", "POST"])
def dispatch(request: HttpRequest, pk: int) -> HttpResponse:
    """To whom and how the letter goes; what came back is offered first, with the address to correct."""
    letter = opened.letter(request, pk)
    unsent = queries.unsent(letter)
    everyone = queries.one_each(cards.parties(letter.document_id))
    sent = queries.dispatches(letter)
    whom = {party.correspondent.staying_id: party.correspondent_id for party in unsent}
    returned = [one for one in sent if one.failed_at and one.correspondent.staying_id in whom]
    form = DispatchForm(
        request.POST or None,
        addressees=[(party.correspondent_id, _shown(party)) for party in everyone],
        ways=queries.ways_of(letter, request.actor.roles),
        initial=_begun(whom, returned),
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            _dispatch(request, pk, form)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, "Надсилання відмічено.")
            return redirect("correspondence:letter", pk)
    more = {"dispatches": sent, "returned": returned, "mail": queries.prepared(letter, request.on)}
    more["mail_refusal"] = more["mail"].refusal()
    return _page(request, "correspondence/dispatch.html", letter, form, refusal, **more)


def _begun(whom: dict[int, int], returned: list[Any]) -> dict[str, Any]:
    """With what the form begins: by post to all who wait, or by e-mail to the one to whom it did not come.

    :param whom: the entries that are offered, by the correspondent that stays.
    """
    if not returned:
        return {"addressees": list(whom.values()), "by": "post"}
    last = returned[-1]
    return {"addressees": [whom[last.correspondent.staying_id]], "by": "email", "address": last.address}


def _dispatch(request: HttpRequest, pk: int, form: DispatchForm) -> None:
    data = dict(form.cleaned_data)
    remember = data.pop("remember")
    with transaction.atomic():
        if remember and data["address"] and len(data["addressees"]) == 1:
            correspondents.change_email(
                actor=request.actor, at=request.at, correspondent_id=data["addressees"][0], email=data["address"]
            )
        dispatching.send(actor=request.actor, at=request.at, letter=pk, **data)


def _register(request: HttpRequest, pk: int, form: RegisterForm) -> Any:
    data = form.cleaned_data
    return registering.register(
        actor=request.actor,
        at=request.at,
        letter=pk,
        registry=data["registry"],
        case_file=data["case_file"],
        pages=data["pages"],
        annex_pages=data["annex_pages"],
        checked=data.get("checked", ()),
        scan=_uploads(request),
        confirm=data["confirm"],
    )


def _page(
    request: HttpRequest, template: str, letter: Any, form: Any, refusal: Refusal | None, **more: Any
) -> HttpResponse:
    context = {"letter": letter, "document": letter.document, "form": form, "refusal": refusal, **more}
    return render(request, template, context, status=status_of(refusal) if refusal else 200)


def _shown(party: Any) -> str:
    email = party.correspondent.email
    return f"{party.correspondent.name} — {email}" if email else party.correspondent.name


def _clause(edition: Any, key: str) -> str:
    entry = edition.get(key)
    return entry.clause if entry else ""


def _uploads(request: HttpRequest) -> list[Upload]:
    return [Upload(one.name or "", one.file) for one in request.FILES.getlist("uploads")]
