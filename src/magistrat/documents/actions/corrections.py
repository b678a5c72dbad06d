"""Correcting a card with a reason: what it said before stays in the journal."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime

from django.db import transaction

from magistrat.documents.actions import cards, grants, hooks, passages, placing
from magistrat.documents.card import Card
from magistrat.documents.models import CaseFile, Direction, Document, Grant
from magistrat.documents.queries import access, first_readers, places, rights
from magistrat.documents.queries import cards as read
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

CORRECTABLE = {Document.State.REGISTERED, Document.State.ARRIVED}


def correct(*, actor: Actor, at: datetime, document_id: int, card: Card, reason: str) -> Document:
    """Write the card anew; index, number and day of registration never change.

    What was done by the former card follows by `hooks.on_corrected`: whose desk it lies on, terms, control.

    :raises Refusal: no right, another unit's registry, no reason, nothing changed, the document is annulled or returned, it
        would no longer be this unit's to register (KR 7.4), it is not in the state language (DR 2.11), or what follows
        forbids it.
    :raises IncompleteCard: obligatory fields are empty.
    """
    with transaction.atomic():
        access.get_visible(actor, document_id)
        document = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document_id)
        _refuse(document, actor, at, reason)
        before = read.card_of(document)
        changed = changes(before, card)
        if not changed:
            raise Refusal("", "У картці нічого не змінено.")
        if "case_file" in changed:
            _refuse_moving(document, card)
        known = cards.correspondents(card.parties)
        cards.refuse_future(card.arrived_at, at)
        if "summary" in changed:
            placing.refuse_language(card, local_date(at))
        if document.state == Document.State.ARRIVED and card.arrived_at is None:
            raise cards.IncompleteCard({"arrived_at": "зазначте час надходження"})
        if document.state == Document.State.REGISTERED:
            cards.require_complete(card, direction=document.direction, known=known, on=local_date(at))
            _refuse_place(document, card, changed, actor, at)
        was_first = document.goes_to_mayor
        cards.fill(document, card)
        _judge_first(document, changed, at)
        former = cards.former_entries([document.pk])[document.pk]
        cards.replace_parties(document.pk, card.parties)
        cards.keep_former(document.pk, former)
        named = {party.correspondent for party in card.parties}
        still = [entry for correspondent, entry in former.items() if correspondent in named]
        cards.make_searchable(document, card.parties, known, former=still)
        document.save()
        _open_to(document, changed, at)
        if "is_restricted" in changed:
            grants.follow_restriction(document=document, at=at, keeper=actor.post_id)
        text = f"Картку виправлено ({', '.join(TITLES[name] for name in changed)}). Причина: {reason.strip()}"
        payload = {"text": text, "reason": reason.strip(), "changes": changed}
        journal.record(
            actor=actor, at=at, code="documents.corrected", subject=document, document=document.pk, payload=payload
        )
        if document.state == Document.State.REGISTERED:
            hooks.tell_corrected(hooks.Corrected(document, before, frozenset(changed), was_first, actor, at))
        # Last: whoever reports holds his task, which the correction may change, when the words are gathered.
        passages.write_card(document=document)
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
    "answered_index": "на №",
    "answered_date": "дата документа, на який відповідають",
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
    if other := rights.refusal_to_keep_card(actor=actor, registry_id=document.registry_id, on=local_date(at)):
        raise other
    if refusal := rights.refusal_for_act(document.direction):
        raise refusal
    if document.state not in CORRECTABLE:
        raise Refusal("", f"Картку не виправляють: стан документа — «{document.get_state_display()}».")
    if not reason.strip():
        raise Refusal("", "Зазначте причину виправлення.")


def _refuse_place(document: Document, card: Card, changed: Container[str], actor: Actor, at: datetime) -> None:
    """What a unit's clerk may not register he does not make of another paper either (KR 7.4, 7.5; DR 9.2, 10.3, 14.9)."""
    on, refusal = local_date(at), None
    if document.direction == Direction.INCOMING and ("addressee" in changed or "kind" in changed):
        refusal = places.incoming_refusal(actor=actor, kind=card.kind, addressee=card.addressee, on=on)
    elif document.direction == Direction.INTERNAL and ("addressee" in changed or "author" in changed):
        refusal = places.internal_refusal(
            actor=actor,
            registry=document.registry_id,
            kind=card.kind,
            author=card.author,
            addressee=card.addressee,
            on=on,
        )
    elif document.direction == Direction.OUTGOING and "author" in changed and not actor.is_system:
        refusal = places.outgoing_refusal(actor=actor, author=card.author, on=on)
    if refusal is not None:
        raise refusal


def _refuse_moving(document: Document, card: Card) -> None:
    """Into a file and out of it a paper goes by deeds of their own; a closed file stays as it was closed (KR 10.1.27)."""
    wanted = [one for one in (document.case_file_id, card.case_file) if one]
    # Held: nobody closes them meanwhile.
    held = CaseFile.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    cases = {one.pk: one for one in held}
    if document.filed_on is not None:
        where = cases[document.case_file_id].index if document.case_file_id else ""
        raise Refusal("", f"Документ уже вміщено до справи {where}: виправленням картки його не переміщують.")
    for case in cases.values():
        if case.closed_on is not None:
            raise Refusal("", f"Справу {case.index} за {case.year} рік закрито.")


def _judge_first(document: Document, changed: Container[str], at: datetime) -> None:
    """Another kind may go to the mayor at once, or no longer (DR 9.2, 10.12); unsaved."""
    if document.direction != Direction.INCOMING or "kind" not in changed:
        return
    rule = first_readers.entry_of(document.kind_id, document.registered_on or local_date(at))
    document.goes_to_mayor = rule is not None
    if rule is not None and (reader := first_readers.reader(rule, local_date(at))):
        source = f"documents.document:{document.pk}"
        reason = grants.reason_for(document, Grant.Reason.ADDRESSEE)
        grants.give(document=document, at=at, reason=reason, source=source, post=reader.pk)


def _open_to(document: Document, changed: Container[str], at: datetime) -> None:
    """The new addressee sees the document, one for official use by name; the former one has seen it and keeps it."""
    source = f"documents.document:{document.pk}"
    known = (
        ("addressee", document.addressee_id, Grant.Reason.ADDRESSEE),
        ("author", document.author_id, Grant.Reason.AUTHOR),
    )
    for name, post, reason in known:
        if post:
            grants.give(document=document, at=at, reason=reason, source=source, post=post)
        if post and document.is_restricted and name in changed:
            grants.give(document=document, at=at, reason=Grant.Reason.NAMED, source=source, post=post)
