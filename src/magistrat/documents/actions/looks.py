"""Looking at an official-use paper or personal data is itself in the journal."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

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
    if not (document.is_restricted or document.is_personal):
        return
    text = f"{'Завантажено' if is_taken else 'Переглянуто'} {what}"
    seen = partial(read.did_since, actor=actor, code=LOOKED, document=document.pk, words=text, since=at - VISIT)
    if not is_taken and seen():
        return
    with transaction.atomic():
        # Pictures of pages are asked for at once; the first to come writes for all.
        Document.objects.select_for_update(of=("self",), no_key=True).values_list("pk").get(pk=document.pk)
        if is_taken or not seen():
            payload = {"text": text, "what": what}
            journal.record(actor=actor, at=at, code=LOOKED, subject=document, document=document.pk, payload=payload)
