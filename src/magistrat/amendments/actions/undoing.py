"""Undoing a change of a draft; it is a change itself, so that it may be undone too."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.amendments.actions import deeds
from magistrat.amendments.models import DraftChange, DraftEdition
from magistrat.journal.actor import Actor
from magistrat.rules import amending, edition, places
from magistrat.rules.refusal import Refusal


def undo(*, actor: Actor, at: datetime, draft: int, change: int) -> DraftChange:
    """Undo a change, when nothing has been changed in the same place after it.

    :raises Refusal: undone already, or the same entry was changed again: that change must be undone first.
    """
    with transaction.atomic():
        found = deeds.locked(actor=actor, at=at, draft=draft)
        one = found.changes.get(pk=change)
        if one.undone_at is not None:
            raise Refusal("", "Цю зміну вже скасовано.")
        texts = _undone(found, one)
        made = deeds.put(
            actor=actor, at=at, draft=found, texts=texts, kind=DraftChange.Kind.UNDONE, entry=one.entry, clause=one.clause,
            file=one.file, before=one.after, after=one.before, old_words=one.new_words, new_words=one.old_words,
            reason=f"Скасовано зміну № {one.version}: {one.reason}"[:1000],
        )  # fmt: skip
        one.undone_at, one.undone_by = at, actor.printed
        one.save(update_fields=["undone_at", "undone_by"])
    return made


def _undone(draft: DraftEdition, one: DraftChange) -> dict[str, str]:
    again = Refusal("", f"Після зміни № {one.version} це місце змінювали ще раз: спершу скасуйте пізнішу зміну.")
    texts: dict[str, str] = dict(draft.texts)
    if one.old_words and not one.new_words:
        raise Refusal("", "Абзац, вилучений разом із новим правилом, сам не повертається: додайте правило знову.")
    if one.new_words:
        back = amending.reworded(texts, one.new_words, one.old_words)
        if back is None:
            raise again
        texts = back
    if one.before or one.after:
        where = places.place(texts, one.entry)
        if (amending.written(where.kind, where.table) if where else "") != one.after:
            raise again
        if not one.before:
            texts = amending.removed(texts, where) if where else texts
        elif where is None:
            kind, table = amending.read(one.before)
            texts = amending.added(texts, one.file, kind, table)
        else:
            texts = amending.replaced(texts, where, amending.read(one.before)[1])
    edition.load(texts)
    return texts
