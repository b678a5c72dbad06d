"""What ends on a document when its registration is annulled or it is put into its file; called by those deeds."""

from __future__ import annotations

from datetime import datetime

from magistrat.documents.models import Document
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.tasks.actions import ending, removal
from magistrat.tasks.models import Control, Review


def on_annulled(document: Document, actor: Actor, at: datetime) -> None:
    """Open tasks are cancelled, the paper leaves the desks on which it lies, and control ends with its points."""
    why = f"реєстрацію анульовано ({document.ground})"
    clause = document.registry.clause if document.registry else ""
    ending.of_document(actor=actor, at=at, document=document, why=why, clause=clause, with_informed=True)
    Review.objects.filter(document=document, done_at__isnull=True).update(done_at=at)
    control = Control.objects.select_for_update().filter(document=document).exclude(state=Control.State.OFF).first()
    if control is not None:
        mark = f"Реєстрацію анульовано: {document.ground}"[:300]
        removal.take_off(actor=actor, at=at, control=control, mark=mark, clause=control.clause)


def on_filed(document: Document, actor: Actor, at: datetime) -> None:
    """What helpers and executors of parts have not closed ends: the work for which it was asked is done (KR 8.16; DR 10.22)."""
    rules = regulation.rules_of(document.edition_id)
    entry = rules.get("write_off_by_author") or rules.entry("write_off_to_file")
    ending.of_document(actor=actor, at=at, document=document, why=ending.WITH_FILE, clause=entry.clause)
