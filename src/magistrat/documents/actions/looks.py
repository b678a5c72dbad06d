"""Looking at an official-use paper or personal data is itself in the journal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from magistrat.documents.models import Document
from magistrat.documents.queries.history import LOOKED
from magistrat.journal import actions as journal
from magistrat.journal import queries as read
from magistrat.journal.actor import Actor

# A page of a card asks for its files' pages one by one, and a reader comes back to them: that is one look.
VISIT = timedelta(minutes=30)


def looked(*, actor: Actor, at: datetime, document: Document, what: str = "картку", is_taken: bool = False) -> None:
    """Write down that the actor has opened the document, when it is of the kind that has to be watched.

    The same person looking at the same thing again within half an hour is one look; each copy taken is written down.
    """
    all_looked(actor=actor, at=at, documents=[document], what=what, is_taken=is_taken)


def all_looked(*, actor: Actor, at: datetime, documents: Iterable[Document], what: str, is_taken: bool = False) -> None:
    """`looked` for documents that one page shows together; as many statements for any number of them."""
    watched = {document.pk: document for document in documents if document.is_restricted or document.is_personal}
    text = f"{'Завантажено' if is_taken else 'Переглянуто'} {what}"

    def new() -> set[int]:
        if is_taken or not watched:
            return set(watched)
        since = at - VISIT
        return watched.keys() - read.done_since(
            actor=actor, code=LOOKED, documents=watched.keys(), words=text, since=since
        )

    if not (wanted := new()):
        return
    with transaction.atomic():
        # Pictures of pages are asked for at once; the first to come writes for all.
        held = Document.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted)
        list(held.order_by("pk").values_list("pk"))
        payload = {"text": text, "what": what}
        entries = [journal.Deed(LOOKED, watched[pk], pk, payload=payload) for pk in sorted(new())]
        journal.record_many(actor=actor, at=at, deeds=entries)
