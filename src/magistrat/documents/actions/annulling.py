"""A mistaken registration is annulled; its number is never given again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.documents.actions import admission, hooks
from magistrat.documents.models import Document
from magistrat.documents.queries import access, rights
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

State = Document.State


def annul(*, actor: Actor, at: datetime, document_id: int, reason: str) -> Document:
    """Annul a mistaken registration: number, card and journal stay; by the head of the unit that keeps the registry.

    What upper floors have begun on the document ends with it.

    :raises Refusal: no right, another unit's registry, no reason, or the document is not registered.
    """
    with transaction.atomic():
        access.get_visible(actor, document_id)
        document = admission.locked(document_id, State.REGISTERED)
        assert document.registry is not None
        if refusal := rights.refusal_to_annul(actor=actor, registry=document.registry, on=local_date(at)):
            raise refusal
        document.state, document.ground = State.ANNULLED, _reason(reason)
        document.save(update_fields=["state", "ground"])
        text = f"Реєстрацію {document.index} анульовано. Підстава: {document.ground}"
        journal.record(
            actor=actor, at=at, code="documents.annulled", subject=document, document=document.pk,
            payload={"text": text, "reason": document.ground},
        )  # fmt: skip
        hooks.tell_annulled(document=document, actor=actor, at=at)
    return document


def _reason(text: str) -> str:
    if not text.strip():
        raise Refusal("", "Зазначте підставу.")
    return text.strip()
