"""Correcting a card with a reason: what it said before stays in the journal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.documents.actions import cards, grants, passages
from magistrat.documents.card import Card
from magistrat.documents.models import Document, Grant
from magistrat.documents.queries import access
from magistrat.documents.queries import cards as read
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

CORRECTABLE = {Document.State.REGISTERED, Document.State.ARRIVED}


def correct(*, actor: Actor, at: datetime, document_id: int, card: Card, reason: str) -> Document:
    """Write the card anew; index, number and day of registration never change.

    :raises Refusal: no right, no reason, nothing changed, or the document is annulled or returned.
    :raises IncompleteCard: obligatory fields are empty.
    """
    with transaction.atomic():
        access.get_visible(actor, document_id)
        document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
        _refuse(document, actor, at, reason)
        before = read.card_of(document)
        changed = changes(before, card)
        if not changed:
            raise Refusal("", "У картці нічого не змінено.")
        known = cards.correspondents(card.parties)
        if document.state == Document.State.REGISTERED:
            cards.require_complete(card, direction=document.direction, known=known, on=local_date(at))
        cards.fill(document, card)
        former = cards.former_entries([document.pk])[document.pk]
        cards.replace_parties(document.pk, card.parties)
        cards.keep_former(document.pk, former)
        named = {party.correspondent for party in card.parties}
        still = [entry for correspondent, entry in former.items() if correspondent in named]
        cards.make_searchable(document, card.parties, known, former=still)
        document.save()
        passages.write_card(document=document)
        _open_to(document, at)
        if "is_restricted" in changed:
            grants.follow_restriction(document=document, at=at)
        text = f"Картку виправлено ({', '.join(TITLES[name] for name in changed)}). Причина: {reason.strip()}"
        payload = {"text": text, "reason": reason.strip(), "changes": changed}
        journal.record(
            actor=actor, at=at, code="documents.corrected", subject=document, document=document.pk, payload=payload
        )
    return document


TITLES = {
    "kind": "вид",
    "summary": "короткий зміст",
    "parties": "кореспонденти",
    "addressee": "адресат",
    "author": "автор",
    "department": "підрозділ",
    "signatory": "підписав",
    "way": "спосіб надходження",
    "arrived_at": "час надходження",
    "pages": "аркушів",
    "annex_pages": "аркушів додатків",
    "is_urgent": "терміновість",
    "is_restricted": "обмеження доступу",
    "is_personal": "персональні дані",
    "stated_due_on": "строк, зазначений у документі",
    "case_file": "справа",
}


def changes(before: Card, after: Card) -> dict[str, list[str]]:
    """Fields that differ: what stood there and what stands there now."""
    return {
        name: [str(getattr(before, name)), str(getattr(after, name))]
        for name in TITLES
        if getattr(before, name) != getattr(after, name)
    }


def _refuse(document: Document, actor: Actor, at: datetime, reason: str) -> None:
    if refusal := regulation.refusal(actor=actor, right="document.correct", on=local_date(at)):
        raise refusal
    if document.state not in CORRECTABLE:
        raise Refusal("", f"Картку не виправляють: стан документа — «{document.get_state_display()}».")
    if not reason.strip():
        raise Refusal("", "Зазначте причину виправлення.")


def _open_to(document: Document, at: datetime) -> None:
    """The new addressee sees the document; the former one has seen it and keeps it."""
    source = f"documents.document:{document.pk}"
    for post, reason in ((document.addressee_id, Grant.Reason.ADDRESSEE), (document.author_id, Grant.Reason.AUTHOR)):
        if post:
            grants.give(document=document, at=at, reason=reason, source=source, post=post)
