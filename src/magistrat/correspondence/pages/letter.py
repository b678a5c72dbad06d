"""The letter's own page: its steps, what is next and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from magistrat.correspondence import queries
from magistrat.correspondence.forms import RemarkForm
from magistrat.correspondence.pages import opened
from magistrat.documents.queries import cards, history
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import letters
from magistrat.rules.refusal import Refusal
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

CLERK_RIGHTS = ("document.register_outgoing", "document.register_unit")
WAITING, NOW, DONE = "waiting", "now", "done"
# A letter's state and the step at which it stands.
PLACE = {"draft": 0, "visas": 1, "signing": 2, "signed": 3, "registered": 4, "dispatched": 5, "cancelled": -1}


@dataclass(frozen=True)
class Stage:
    """A step of the letter's way, as its line of steps shows it."""

    title: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Step:
    """What the one who looks may do next: a button that posts, or one that opens a page."""

    label: str
    url: str
    is_post: bool = True
    is_main: bool = False
    asks: str = ""
    hint: str = ""


@allow(any_post=True)
@require_GET
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter with its way."""
    return show(request, pk)


def show(request: HttpRequest, pk: int, refusal: Refusal | None = None, **more: Any) -> HttpResponse:
    """The letter's page, with the refusal of a deed on its top."""
    found = opened.letter(request, pk)
    edition, visas = queries.rules_of(found), queries.visas(found)
    parties = cards.parties(found.document_id)
    context = {
        "letter": found,
        "document": found.document,
        "stages": list(stages(found, visas)),
        "steps": list(steps(request, found, visas)),
        "visas": visas,
        "parties": parties,
        "files": cards.files(found.document_id),
        "dispatches": queries.dispatches(found),
        "cautions": cautions(request, found, edition, parties),
        "copies": letters.copies(edition),
        "history": history.latest(found.document_id),
        "may_draft": request.may("letter.draft") is None,
        "remark_form": RemarkForm(),
        "refusal": refusal,
        "edition_of": found.document.edition_id,
        **more,
    }
    return render(request, "correspondence/letter.html", context, status=status_of(refusal) if refusal else 200)


def stages(found: Any, visas: Sequence[Any]) -> Iterator[Stage]:
    """The five steps with what is known of each."""
    given = sum(visa.state == "given" for visa in visas)
    notes = (
        f"версія {found.version}",
        f"{given} із {len(visas)}" if visas else "",
        _day(found.signed_on),
        f"{found.document.index} (анульовано)" if found.document.state == "annulled" else found.document.index,
        "" if found.state != "dispatched" else "усім адресатам",
    )
    place = PLACE[found.state]
    for number, (title, note) in enumerate(
        zip(("Проєкт", "Візи", "Підпис", "Реєстрація", "Надсилання"), notes, strict=True)
    ):
        state = DONE if number < place else NOW if number == place else WAITING
        yield Stage(title, state, note)


def steps(request: HttpRequest, found: Any, visas: Sequence[Any]) -> Iterator[Step]:
    """Next steps of the person, the main one first; each only for who may."""
    yield from _waiting_for_person(request, found, visas)
    yield from _clerks(request, found)
    if found.state in ("draft", "visas", "signing") and _is_drafters(request, found):
        yield from _drafters(request, found)


def _waiting_for_person(request: HttpRequest, found: Any, visas: Sequence[Any]) -> Iterator[Step]:
    if found.state == "visas" and (actor := visa_actor(request, visas)) and _may(actor, "letter.visa", request.on):
        yield Step("Завізувати", _to("correspondence:give_visa", found), is_main=True, hint=_as(request, actor))
        yield Step("Повернути із зауваженнями", _to("correspondence:send_back", found), asks="Зауваження")
    actor = queries.actor_for(request.actors, found.signatory_id) if found.state == "signing" else None
    if actor and _may(actor, letters.SIGN, request.on):
        yield Step("Підписано мною сьогодні", _to("correspondence:sign", found), is_main=True, hint=_as(request, actor))
        yield Step("Повернути із зауваженнями", _to("correspondence:send_back", found), asks="Зауваження")


def _clerks(request: HttpRequest, found: Any) -> Iterator[Step]:
    may_register = any(request.may(right) is None for right in CLERK_RIGHTS)
    if found.state == "signing" and may_register:
        yield Step("Відмітити підпис на папері", _to("correspondence:mark_paper", found), is_post=False)
    if found.state == "signed":
        if may_register:
            yield Step("Зареєструвати", _to("correspondence:register", found), is_post=False, is_main=True)
        if may_register or queries.actor_for(request.actors, found.signatory_id):
            yield Step("Зняти відмітку про підпис", _to("correspondence:withdraw", found), asks="Причина")
    is_valid = found.document.state != "annulled"
    if found.state in ("registered", "dispatched") and is_valid and request.may("letter.dispatch") is None:
        is_first = found.state == "registered"
        label = "Надіслати" if is_first else "Надіслати повторно"
        if is_first and found.undelivered:
            label = "Виправити адресу й надіслати"
        yield Step(label, _to("correspondence:dispatch", found), is_post=False, is_main=is_first)


def _drafters(request: HttpRequest, found: Any) -> Iterator[Step]:
    if request.may("letter.draft") is not None:
        return
    if found.state == "draft":
        yield Step("Надіслати на візування", _to("correspondence:ask_visas", found), is_main=True)
    label = "Змінити" if found.state == "draft" else "Змінити (візи втратять чинність)"
    yield Step(label, _to("correspondence:change", found), is_post=False)
    yield Step("Скасувати проєкт", _to("correspondence:cancel", found), asks="Причина")


def visa_actor(request: HttpRequest, visas: Sequence[Any]) -> Actor | None:
    """In whose name the person visas: the present choice first, then his other posts."""
    asked = [visa.post_id for visa in visas if visa.state == "asked"]
    chosen: Actor = request.actor
    if chosen.post_id in asked:
        return chosen
    return next((actor for post in asked if (actor := queries.actor_for(request.actors, post))), None)


def cautions(request: HttpRequest, found: Any, edition: Any, parties: Sequence[Any]) -> list[letters.Caution]:
    """What the regulation advises at this step (DR 11.2, 11.7; KR 8.8)."""
    roles = found.signatory.roles
    said = []
    if found.state not in ("dispatched", "cancelled"):
        unaddressed = [party.correspondent.name for party in parties if not party.correspondent.address]
        said.append(letters.address_caution(edition, unaddressed))
    if found.state in ("draft", "visas", "signing"):
        said.append(letters.language_caution(edition, f"{found.document.summary} {found.text}"))
    if found.state in ("draft", "visas"):
        said.append(letters.cutoff_caution(edition, roles, request.at))
        if queries.has_co_executors(found):
            said.append(letters.co_executors_caution(edition, roles))
    return [caution for caution in said if caution]


def _is_drafters(request: HttpRequest, found: Any) -> bool:
    return found.drafter_id in request.actor.line or request.actor.post_id == found.drafter.head_id


def _may(actor: Actor, right: str, on: date) -> bool:
    return regulation.refusal(actor=actor, right=right, on=on) is None


def _as(request: HttpRequest, actor: Actor) -> str:
    return "" if actor == request.actor else actor.post_title


def _to(name: str, found: Any) -> str:
    return reverse(name, args=[found.pk])


def _day(on: date | None) -> str:
    return f"{on:%d.%m.%Y}" if on else ""
