"""«Надходження»: what came, the preliminary review, and the way on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from magistrat.documents.actions import arrivals, looks, piles
from magistrat.documents.forms.deeds import (
    PassOnForm,
    ReceiveForm,
    ReturnForm,
    ReviewForm,
    SupplementForm,
    UnitForm,
    UnopenedForm,
)
from magistrat.documents.pages import answers, registries
from magistrat.documents.pages.viewer import viewer
from magistrat.documents.queries import arrivals as read
from magistrat.documents.queries import cards, choices, kept, places, points, rights, terms
from magistrat.documents.queries import piles as begun
from magistrat.regulation import queries as regulation
from magistrat.rules.refusal import Refusal
from magistrat.ui.routes import allow

# Any of them opens the page of one arrival.
REVIEWERS = ("arrival.review", "arrival.pass_on", "arrival.return")
# Several forms stand on the page: their fields need ids of their own.
PASS_IDS, RETURN_IDS, UNOPENED_IDS, UNIT_IDS = "pass_%s", "return_%s", "unopened_%s", "unit_%s"


@allow("arrival.receive", "arrival.review")
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Papers for review on top, reviewed ones for registration below; files are dropped right here."""
    return _queue(request, _receive_form(request))


@allow("arrival.receive")
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Takes in dropped files: one arrival, or one for each file."""
    form = _receive_form(request, request.POST, request.FILES)
    if not form.is_valid():
        return _queue(request, form, status=422)
    given, uploads = form.cleaned_data, answers.uploads(form.cleaned_data["files"])
    came = {name: given[name] for name in ("way", "arrived_at", "is_urgent")} | {"envelope": form.marks()}
    common = {"actor": request.actor, "at": request.at, "uploads": uploads}
    in_a_row = "pidriad" in request.POST
    try:
        if in_a_row or (given["each"] and len(uploads) > 1):
            pile = piles.receive(**common, **came)
        else:
            document = arrivals.receive(**common, **came)
    except Refusal as refusal:
        return _queue(request, form, refusal=refusal, status=409)
    if in_a_row:
        return redirect("documents:pile_go_on", pile.pk)
    is_his = _reviews(request)
    messages.success(request, "Надходження прийнято." if is_his else "Надходження прийнято й передано на розгляд.")
    if is_his and uploads and not (given["each"] and len(uploads) > 1):
        return redirect("documents:arrival", document.pk)
    return redirect("documents:arrivals")


@allow(*REVIEWERS)
@require_GET
def arrival(request: HttpRequest, document_id: int) -> HttpResponse:
    """One paper at review: the file on the left, the three questions on the right."""
    return _arrival(request, document_id)


@allow("arrival.review")
@require_POST
def admit(request: HttpRequest, document_id: int) -> HttpResponse:
    """«На реєстрацію»; a clerk who registers goes on to the card at once."""
    form = ReviewForm(request.POST, choices=_review_choices(request))
    if not form.is_valid():
        return _arrival(request, document_id, review=form, status=422)
    try:
        arrivals.admit(actor=request.actor, at=request.at, document_id=document_id, **form.cleaned_data)
    except Refusal as refusal:
        return _arrival(request, document_id, review=form, refusal=refusal, status=409)
    if _registers(request):
        return redirect("documents:register_arrival", document_id)
    messages.success(request, "Надіслано на реєстрацію.")
    return redirect("documents:arrivals")


@allow("arrival.pass_on")
@require_POST
def pass_on(request: HttpRequest, document_id: int) -> HttpResponse:
    """«Передати без реєстрації»."""
    form = PassOnForm(request.POST, auto_id=PASS_IDS, choices=_pass_on_choices(request))
    if not form.is_valid():
        return _arrival(request, document_id, passing=form, status=422)
    try:
        arrivals.pass_on(actor=request.actor, at=request.at, document_id=document_id, **form.deed())
    except Refusal as refusal:
        return _arrival(request, document_id, passing=form, refusal=refusal, status=409)
    messages.success(request, "Документ передано без реєстрації.")
    return redirect("documents:arrivals")


@allow("arrival.return")
@require_POST
def send_back(request: HttpRequest, document_id: int) -> HttpResponse:
    """«Повернути відправникові»."""
    form = ReturnForm(request.POST, auto_id=RETURN_IDS, choices=_return_choices(request), forwards=_forwards(request))
    if not form.is_valid():
        return _arrival(request, document_id, returning=form, status=422)
    try:
        done = arrivals.send_back(actor=request.actor, at=request.at, document_id=document_id, **form.deed())
    except Refusal as refusal:
        return _arrival(request, document_id, returning=form, refusal=refusal, status=409)
    what = "переслано за належністю" if form.cleaned_data.get("forward_to") else "повернуто"
    if done.correspondent is not None and done.correspondent.email:
        how = (
            f"повідомлення відправникові буде надіслано на адресу {done.correspondent.email}, його можна й надрукувати."
        )
    else:
        how = "надрукуйте повідомлення відправникові."
    messages.success(request, f"Документ {what}: {how}")
    return redirect("documents:notice", document_id)


@allow("arrival.return")
@require_GET
def notice(request: HttpRequest, document_id: int) -> HttpResponse:
    """The notice to the sender that his paper was returned or forwarded, to be printed (DR 10.7)."""
    document = cards.document(actor=request.actor, document_id=document_id)
    if document.state != document.State.RETURNED:
        return redirect("documents:card", document_id)
    looks.looked(actor=request.actor, at=request.at, document=document, what="повідомлення відправникові")
    return render(request, "documents/arrivals/notice.html", {"document": document, "names": regulation.city().names})


@allow("arrival.pass_on")
@require_POST
def give_unopened(request: HttpRequest, document_id: int) -> HttpResponse:
    """«Передати нерозкритим»."""
    form = UnopenedForm(request.POST, auto_id=UNOPENED_IDS, choices={"department": choices.departments(request.on)})

    def deed() -> None:
        arrivals.give_unopened(actor=request.actor, at=request.at, document_id=document_id, **form.cleaned_data)

    return _answer(request, form, deed, "Передано нерозкритим.", document_id, unopened=form)


@allow("arrival.pass_on")
@require_POST
def hand_to_unit(request: HttpRequest, document_id: int) -> HttpResponse:
    """«Передати на реєстрацію підрозділу» (KR 7.4; DR 10.3, 14.9)."""
    form = UnitForm(request.POST, auto_id=UNIT_IDS, choices={"department": _units(request)})

    def deed() -> None:
        arrivals.hand_to_unit(actor=request.actor, at=request.at, document_id=document_id, **form.cleaned_data)

    return _answer(request, form, deed, "Передано на реєстрацію.", document_id, to_unit=form)


@allow("arrival.receive")
@require_POST
def bring_back(request: HttpRequest, document_id: int) -> HttpResponse:
    """«Повернуто для реєстрації»."""

    def deed() -> None:
        arrivals.bring_back(actor=request.actor, at=request.at, document_id=document_id)

    return answers.done(request, deed, "Документ знову чекає на розгляд.", redirect("documents:card", document_id))


def _answer(
    request: HttpRequest, form: BaseForm, deed: Callable[[], None], said: str, document_id: int, **typed: BaseForm
) -> HttpResponse:
    """Back to the queue; stopped, the paper at review says why and holds what was typed."""

    def show(refusal: Refusal | None, status: int) -> HttpResponse:
        return _arrival(request, document_id, refusal=refusal, status=status, typed=typed)

    return answers.done_or_shown(request, form, deed, said, back=redirect("documents:arrivals"), show=show)


def _receive_form(request: HttpRequest, *given: Any) -> ReceiveForm:
    return ReceiveForm(*given, today=request.on, ways=choices.WAYS, envelope=choices.envelope(request.on))


def _queue(request: HttpRequest, form: ReceiveForm, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    review, registration = (
        read.queue(actor=request.actor, on=request.on, reviewed=reviewed) for reviewed in (False, True)
    )
    may_register = _registers(request)
    own = rights.registries_of(actor=request.actor, on=request.on, direction="incoming") if may_register else []
    context = {
        "form": form,
        "refusal": refusal,
        "review": review,
        "registration": registration,
        "piles": begun.begun(actor=request.actor),
        "may_receive": request.may("arrival.receive") is None,
        "may_register": may_register,
        "may_review": _reviews(request),
        **registries.kept(request, own),
    }
    terms.put_terms([*review.rows, *registration.rows], on=request.on)
    return render(request, "documents/arrivals/queue.html", context, status=status)


def _arrival(
    request: HttpRequest,
    document_id: int,
    *,
    review: ReviewForm | None = None,
    passing: PassOnForm | None = None,
    returning: ReturnForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
    typed: dict[str, BaseForm] | None = None,
) -> HttpResponse:
    document = cards.document(actor=request.actor, document_id=document_id)
    if not document.is_waiting:
        if refusal:
            messages.error(request, str(refusal))
        return redirect("documents:card", document_id)
    looks.looked(actor=request.actor, at=request.at, document=document)
    begun = {"kind": document.kind_id, "addressee": document.addressee_id, "is_urgent": document.is_urgent}
    context = {
        "document": document,
        "marks": choices.envelope_marks(document.envelope, request.on),
        **_without_card(request, document),
        "viewer": viewer(cards.files(document_id), request=request),
        "may_unpack": request.may("document.attach") is None,
        "questions": points.labels(request.on, points.REVIEW),
        "clause": points.clause(request.on, points.REVIEW),
        "review": review or ReviewForm(initial=begun, choices=_review_choices(request)),
        "passing": passing or PassOnForm(initial=begun, auto_id=PASS_IDS, choices=_pass_on_choices(request)),
        "returning": returning
        or ReturnForm(auto_id=RETURN_IDS, choices=_return_choices(request), forwards=_forwards(request)),
        "refusal": refusal,
        "may_review": request.may("arrival.review") is None,
        "may_pass_on": request.may("arrival.pass_on") is None,
        "may_return": request.may("arrival.return") is None,
        "adding": _adding(request),
        **(typed or {}),
    }
    return render(request, "documents/arrivals/arrival.html", context, status=status)


def _adding(request: HttpRequest) -> SupplementForm | None:
    """Where the regulation knows papers under one number, those who register may say to which this one adds (DR 10.9)."""
    if not _registers(request) or points.entry(request.on, points.SUPPLEMENT) is None:
        return None
    return SupplementForm(auto_id="adding_%s")


def _reviews(request: HttpRequest) -> bool:
    """Whether he goes on with what came; the duty officer only takes it in (DR 10.2)."""
    return any(request.may(right) is None for right in REVIEWERS)


def _registers(request: HttpRequest) -> bool:
    return any(request.may(right) is None for right in ("document.register_incoming", "document.register_unit"))


def _without_card(request: HttpRequest, document: Any) -> dict[str, object]:
    """Ways on for which nothing is written down, where the regulation knows them (KR 7.4; DR 10.4, 14.9)."""
    found: dict[str, object] = {}
    if request.may("arrival.pass_on") is not None:
        return found
    if points.entry(request.on, points.ENVELOPE_OPENED) and document.way not in kept.ELECTRONIC:
        is_personal = document.envelope.get("personal")
        begun = {"post": document.addressee_id if is_personal else None}
        offered = {"department": choices.departments(request.on)}
        found["unopened"] = UnopenedForm(auto_id=UNOPENED_IDS, initial=begun, choices=offered)
    if units := _units(request):
        found["to_unit"] = UnitForm(auto_id=UNIT_IDS, choices={"department": units})
    return found


def _units(request: HttpRequest) -> choices.Choices:
    """Whom a paper may be handed over to for registration; where bodies get none, the records service alone."""
    offered = choices.registering(request.on, but=request.actor.departments)
    if points.entry(request.on, points.BY_UNITS):
        return offered
    service = places.records_service(request.on)
    return [pair for pair in offered if int(pair[0]) in service]


def _review_choices(request: HttpRequest) -> dict[str, choices.Choices]:
    return {"kind": choices.kinds("incoming"), "addressee": choices.posts(request.on)}


def _pass_on_choices(request: HttpRequest) -> dict[str, choices.Choices]:
    return {"kind": choices.kinds("incoming"), "department": choices.departments(request.on)}


def _forwards(request: HttpRequest) -> bool:
    """Whether on some ground a paper goes to whom it concerns instead of back."""
    return any(one.may_forward for one in points.return_grounds(request.on))


def _return_choices(request: HttpRequest) -> dict[str, choices.Choices]:
    return {"ground": [(one.key, f"{one.text} (п. {one.clause})") for one in points.return_grounds(request.on)]}
