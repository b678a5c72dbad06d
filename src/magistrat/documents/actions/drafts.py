"""Cards of papers of our own before they have a number: parts of an upper app's deed, which asks the right and writes the journal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from magistrat.documents.actions import cards, files, grants, passages
from magistrat.documents.card import Card
from magistrat.documents.models import Direction, Document, DocumentCorrespondent, Grant
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

State = Document.State


def begin(
    *,
    actor: Actor,
    at: datetime,
    card: Card,
    direction: Direction = Direction.OUTGOING,
    uploads: Iterable[files.Upload] = (),
) -> Document:
    """Open the card of an outgoing paper or an act that is being written; its author sees it.

    In the caller's transaction; `register_outgoing(draft_id=…)` and `register_act(draft_id=…)` of
    `documents.actions.registration` give it its number.

    :raises Refusal: a file is larger than the limit.
    """
    on = local_date(at)
    document = Document(
        direction=direction,
        state=State.DRAFT,
        listed_on=on,
        edition=regulation.edition_record_on(on),
        created_at=at,
        created_by_post=actor.post_id,
    )
    _write(document, card)
    DocumentCorrespondent.objects.bulk_create(cards.parties_of(document.pk, card.parties))
    if actor.post_id is not None:
        reason = grants.reason_for(document, Grant.Reason.AUTHOR)
        grants.give(document=document, at=at, reason=reason, source=source(document), post=actor.post_id)
    files.put(document=document, uploads=uploads, actor=actor, at=at)
    return document


def change(
    *, actor: Actor, at: datetime, document_id: int, card: Card, uploads: Iterable[files.Upload] = ()
) -> Document:
    """Write the draft's card anew and add files; in the caller's transaction.

    :raises Refusal: it is no draft any more, or a file is larger than the limit.
    """
    document = _locked(document_id)
    was_open = not document.is_restricted
    _write(document, card)
    if was_open and document.is_restricted:
        held = Grant.objects.filter(document=document, reason=Grant.Reason.AUTHOR, until__isnull=True)
        held.update(reason=Grant.Reason.NAMED)
    cards.replace_parties(document.pk, card.parties)
    files.put(document=document, uploads=uploads, actor=actor, at=at)
    return document


def give_up(*, at: datetime, document_id: int, reason: str) -> Document:
    """End a draft that will not be registered: only its author sees it from now on; in the caller's transaction.

    :raises Refusal: it is no draft any more.
    """
    document = _locked(document_id)
    held = Grant.objects.filter(document=document, until__isnull=True).exclude(source=source(document))
    held.update(until=at)
    document.ground = reason
    document.save(update_fields=["ground"])
    return document


def source(document: Document) -> str:
    """By which source the grants of a draft are kept."""
    return f"documents.document:{document.pk}"


def _locked(document_id: int) -> Document:
    document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
    if document.state != State.DRAFT:
        raise Refusal("", f"Це вже не проєкт: стан документа — «{document.get_state_display()}».")
    return document


def _write(document: Document, card: Card) -> None:
    cards.fill(document, card)
    cards.make_searchable(document, card.parties, cards.correspondents(card.parties))
    document.save()
    passages.write_card(document=document)
