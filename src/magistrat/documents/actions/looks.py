"""Looking at an official-use paper or personal data is itself in the journal."""

from __future__ import annotations

from datetime import datetime

from magistrat.documents.models import Document
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor


def looked(*, actor: Actor, at: datetime, document: Document, what: str = "картку") -> None:
    """Write down that the actor has opened the document, when it is of the kind that has to be watched."""
    if not (document.is_restricted or document.is_personal):
        return
    text = f"Переглянуто {what}"
    journal.record(
        actor=actor,
        at=at,
        code="documents.looked_at",
        subject=document,
        document=document.pk,
        payload={"text": text, "what": what},
    )
