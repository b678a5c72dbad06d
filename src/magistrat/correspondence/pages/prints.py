"""What is printed of a letter: the letter on its blank, the list of addressees, the sheet of visas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.correspondence import addressing, queries
from magistrat.documents.queries import cards
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules import letters
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as it is printed on the signatory's blank; beyond the limit each copy bears its own addressee."""
    found = queries.letter(actor=request.actor, letter_id=pk)
    edition = queries.rules_of(found)
    parties = cards.parties(found.document_id)
    on = found.signed_on or request.on
    is_single = found.by_list or letters.is_one_on_copy(edition, len(parties))
    everyone = [addressed(party.correspondent) for party in parties]
    marked = queries.executor_mark(edition=edition, letter=found, on=on)
    holder = organisation.holder_of(marked.pk, on)
    context = {
        "letter": found,
        "document": found.document,
        "blank": blank(found),
        "copies": [[one] for one in everyone] if is_single else [everyone],
        "listed": everyone if is_single else [],
        "paragraphs": [part.strip() for part in found.text.split("\n") if part.strip()],
        "signature": queries.signature_ahead(found, on),
        "executor": holder.person if holder else None,
        "answered": _answered(found),
    }
    return render(request, "correspondence/print.html", context)


@allow(any_post=True)
@require_GET
def visa_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Who visaed which version and when, with remarks."""
    found = queries.letter(actor=request.actor, letter_id=pk)
    context = {"letter": found, "document": found.document, "visas": queries.visas_of_all(found)}
    return render(request, "correspondence/visa_sheet.html", context)


def addressed(correspondent: Any) -> addressing.Addressed:
    """The lines of a correspondent as a letter bears them."""
    return addressing.of(
        name=correspondent.name, kind=correspondent.kind, head=correspondent.head, address=correspondent.address
    )


def blank(found: Any) -> Sequence[str]:
    """Lines of the blank's head by the city's names and, for an executive body, its own name."""
    names = regulation.city().names
    if found.blank == "department":
        return (names.get("council", ""), found.signatory.department.name)
    if found.blank == "mayor":
        return (names.get("mayor") or f"Міський голова {names.get('genitive', '')}".strip(),)
    if found.blank == "council":
        return (names.get("council", ""),)
    return (names.get("council", ""), "Виконавчий комітет")


def _answered(found: Any) -> Any:
    """Index and date under which the answered paper was sent: «На № … від …»."""
    if found.reply_to is None:
        return None
    return next((party for party in cards.parties(found.reply_to_id) if party.their_index or party.their_date), None)
