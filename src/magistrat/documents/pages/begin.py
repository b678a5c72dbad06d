"""With what a card begins: sensible defaults, an arrival's own data, the card of a similar letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from magistrat.documents import reading
from magistrat.documents.actions import looks
from magistrat.documents.card import Card
from magistrat.documents.forms.cards import PARTIES, CardForm, Choices
from magistrat.documents.queries import cards, choices, nomenclature, registries, search
from magistrat.documents.queries import correspondents as directory
from magistrat.organisation import queries as organisation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.storage import queries as storage
from magistrat.texts import queries as texts

# The usual kind of each flow.
ORDINARY = {"incoming": "letter", "outgoing": "letter", "internal": "memo"}
# So many further correspondents unfold at once; the rest when they are asked for.
OPENED = 3
FURTHER = tuple(f"correspondent_{n}" for n in range(2, PARTIES + 1))


def offered(request: HttpRequest, direction: str) -> dict[str, Choices]:
    """Choices of the card's fields for the one who asks."""
    posts = choices.posts(request.on)
    own = choices.posts(request.on, department=request.actor.department_id) if direction == "incoming" else []
    addressees = posts + [pair for pair in own if pair not in posts]
    found: dict[str, Choices] = {
        "kind": choices.kinds(direction),
        "way": choices.WAYS,
        "addressee": addressees,
        "author": posts,
        "department": choices.departments(request.on),
    }
    if direction == "outgoing":
        found["checked"] = choices.dispatch_checks(request.on)
    cases = nomenclature.open_cases(request.on.year, request.actor.departments)
    found["case_file"] = [(str(one.pk), f"{one.index} {one.title}") for one in cases]
    return found


def offered_to_correct(request: HttpRequest, document: Any) -> dict[str, Choices]:
    """The same for a card that is there already: what stands on it may stay, though nobody could choose it today."""
    found = offered(request, document.direction)
    found["case_file"] = choices.cases_to_fill(request.on, request.actor.departments)
    standing = {
        "kind": (document.kind, "title"),
        "addressee": (document.addressee, "title"),
        "author": (document.author, "title"),
        "department": (document.department, "name"),
        "case_file": (document.case_file, "index"),
    }
    for name, (one, words) in standing.items():
        if one is not None and str(one.pk) not in dict(found[name]):
            found[name] = [*found[name], (str(one.pk), str(getattr(one, words)))]
    if not document.way:
        found["way"] = [("", "—"), *found["way"]]
    return found


def fresh(request: HttpRequest, direction: str) -> dict[str, Any]:
    """Today, the usual kind, by post, the mayor as the addressee; in a unit whose clerk may not register for him, its head."""
    kind = registries.kind_of(ORDINARY[direction])
    return {
        "kind": kind.pk if kind else None,
        "addressee": _usual_addressee(request) if direction == "incoming" else None,
        "way": "post",
        "arrived_at": request.at,
        "pages": 1,
        "annex_pages": 0 if direction == "incoming" else None,
        "signed_on": request.on,
    }


def _usual_addressee(request: HttpRequest) -> str | None:
    """Whom most papers are for that the one who asks registers."""
    if not request.may("document.register_incoming") or request.actor.department_id is None:
        leaders = choices.leaders(request.on)
        return leaders[0][0] if leaders else None
    head = organisation.head_of_department(request.actor.department_id, request.on)
    return str(head.pk) if head else None


def from_arrival(request: HttpRequest, document: Any, files: Sequence[Any], first: Any = None) -> dict[str, Any]:
    """What is known of the arrival, and what its file's own text says.

    :param first: the registered paper to which it adds: what the arrival does not say stands as on that one's card.
    """
    said = _said(document) | _answered(request, document)
    for read in (_read(files, request), _of_letter(files, request)):
        said |= {name: value for name, value in read.items() if value and not said.get(name)}
    if said.get("answers"):
        said |= {"answered_index": "", "answered_date": None}
    begun = copy(request, first.pk) if first is not None else fresh(request, "incoming")
    if said.get("correspondent") not in (None, begun.get("correspondent")):
        # Another sender: who signs for the first paper's, and who wrote it with him, is nothing to this one.
        begun = {name: value for name, value in begun.items() if not name.startswith(("correspondent", "signed_by"))}
    begun |= said
    if not begun.get("signed_by") and begun.get("correspondent"):
        begun["signed_by"] = directory.signer(begun["correspondent"])
    return begun


def _said(document: Any) -> dict[str, Any]:
    """What the arrival's card says; before the review its kind may be the one that everything gets on arriving."""
    card = of_card(cards.card_of(document))
    said = {name: value for name, value in card.items() if value not in (None, "") and value is not False}
    if document.reviewed_at is not None:
        return said | {"is_urgent": document.is_urgent}
    if document.kind.key == ORDINARY["incoming"]:
        del said["kind"]
    return said


def _of_letter(files: Sequence[Any], request: HttpRequest) -> dict[str, Any]:
    """Sender, subject and date of the first kept letter (EML, MSG) among the files."""
    said = next((file.letter for file in files if file.letter), None)
    if said is None:
        return {}
    found: dict[str, Any] = {"summary": said["subject"][:300]}
    if said["date"] and (day := local_date(datetime.fromisoformat(said["date"]))) <= request.on:
        found["their_date"] = day
    if sender := directory.by_email(said["from_address"]):
        found["correspondent"] = sender.pk
    return found


def _answered(request: HttpRequest, document: Any) -> dict[str, Any]:
    """Our letter that an e-mail named as the one it answers, when the clerk sees it."""
    named = document.envelope.get("answers")
    if not named:
        return {}
    try:
        ours = cards.document(actor=request.actor, document_id=int(named))
    except Refusal:
        return {}
    return {"answers": ours.pk, "answers_text": ours.index}


def _read(files: Sequence[Any], request: HttpRequest) -> dict[str, Any]:
    """Index, date, content and sender as the text of the first readable file says them, a scan's as soon as it is read."""
    recognised = texts.first_pages(file.blob_id for file in files)
    for file in files:
        said = _requisites(file, recognised.get(file.blob_id, ""), request)
        if said is not None:
            found: dict[str, Any] = {"their_index": said.index, "their_date": said.day, "summary": said.summary}
            if sender := directory.by_codes(said.codes):
                found["correspondent"] = sender.pk
            if ours := search.by_index(actor=request.actor, index=said.answered, direction="outgoing"):
                found |= {"answers": ours.pk, "answers_text": ours.index}
            else:
                found |= {"answered_index": said.answered, "answered_date": said.answered_day}
            return found
    return {}


def _requisites(file: Any, recognised: str, request: HttpRequest) -> reading.Requisites | None:
    if reading.is_readable(file.media_type, file.state):
        with storage.open_blob(file.blob_id) as stream:
            said = reading.requisites(stream, media_type=file.media_type, today=request.on)
        if said != reading.Requisites():
            return said
    return reading.of_text(recognised[: reading.MOST_LETTERS], request.on) if recognised else None


def copy(request: HttpRequest, document_id: int) -> dict[str, Any]:
    """The card of a similar letter."""
    document = cards.document(actor=request.actor, document_id=document_id)
    looks.looked(actor=request.actor, at=request.at, document=document)
    begun = fresh(request, document.direction)
    return begun | {name: value for name, value in of_card(cards.copy_of(document)).items() if value not in (None, "")}


def of_card(card: Card) -> dict[str, Any]:
    """A card's values by the names of the form's fields."""
    found: dict[str, Any] = {
        name: getattr(card, name)
        for name in (
            "kind", "summary", "addressee", "author", "department", "signatory", "way", "arrived_at", "pages", "annex_pages",
            "is_urgent", "is_restricted", "is_personal", "stated_due_on", "case_file",
            "answered_index", "answered_date",
        )
    }  # fmt: skip
    for n, party in enumerate(card.parties[:PARTIES], 1):
        tail = "" if n == 1 else f"_{n}"
        found |= {
            f"correspondent{tail}": party.correspondent,
            f"their_index{tail}": party.their_index,
            f"their_date{tail}": party.their_date,
            f"signed_by{tail}": party.signed_by,
        }
    return found


def names(form: CardForm) -> dict[str, Any]:
    """What stands in the words' part of the fields: correspondents by name, those of the further ones beside their fields."""
    chosen = {name: form[name].value() for name in ("correspondent", *FURTHER) if name in form.fields}
    known = directory.names([int(value) for value in chosen.values() if str(value or "").isdecimal()])
    found = {name: known.get(int(value), "") for name, value in chosen.items() if str(value or "").isdecimal()}
    further = [
        {"bounds": bounds, "words": found.get(name) or str(form.data.get(f"{name}_text", ""))}
        for name, bounds in zip(FURTHER, form.more_parties, strict=True)
    ]
    typed = {
        name: str(form.data.get(f"{name}_text", form.initial.get(f"{name}_text", "")))
        for name in ("answers", "earlier")
    }
    more = {
        "further": further[:OPENED],
        "furthest": further[OPENED:],
        "has_further": any(one["words"] for one in further),
        "has_furthest": any(one["words"] for one in further[OPENED:]),
    }
    return found | typed | more | {"summary": str(form["summary"].value() or "")}


def just_registered(request: HttpRequest) -> Any:
    """The document that has just been registered, when the next one opened by itself."""
    asked = request.GET.get("zareiestrovano", "")
    if not asked.isdecimal() or len(asked) > 17:
        return None
    try:
        return cards.document(actor=request.actor, document_id=int(asked))
    except Refusal:
        return None
