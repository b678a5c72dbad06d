"""A pile of letters: many files taken in at once, to be registered one after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from magistrat.documents.actions import arrivals, files
from magistrat.documents.models import Pile, PileLetter
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.rules.refusal import Refusal

# A morning's mail of a large city; more files than these make the browser wait too long for one answer.
MOST = 200
# Values of a card that are often the same in the next letter of the pile.
KEPT = ("kind", "addressee", "way", "registry")


def receive(
    *,
    actor: Actor,
    at: datetime,
    uploads: Sequence[files.Upload],
    way: str,
    arrived_at: datetime | None = None,
    is_urgent: bool = False,
    envelope: Mapping[str, object] | None = None,
) -> Pile:
    """Take in each file as a letter of its own, all or none, in the order in which they were given.

    :raises Refusal: no right; no file or too many; one of them is too large, and says which.
    """
    if not uploads:
        raise Refusal("", "Виберіть файли листів: кожен файл стане окремим листом.")
    if len(uploads) > MOST:
        raise Refusal("", f"Вибрано файлів: {len(uploads)}, а за один раз приймають не більше {MOST}.")
    with transaction.atomic():
        pile = Pile.objects.create(post_id=actor.post_id, person=actor.person_id, made_at=at)
        for position, upload in enumerate(uploads, 1):
            letter = arrivals.receive(
                actor=actor, at=at, way=way, arrived_at=arrived_at, is_urgent=is_urgent, envelope=envelope,
                uploads=[upload],
            )  # fmt: skip
            PileLetter.objects.create(pile=pile, document=letter, position=position)
        payload = {"text": f"Прийнято стос листів: {len(uploads)}", "count": len(uploads)}
        journal.record(actor=actor, at=at, code="documents.pile_received", subject=pile, payload=payload)
    return pile


def keep(*, document_id: int, values: Mapping[str, Any] | None) -> None:
    """Keep the card's values for the next letter of the document's pile, or none of them; nothing without a pile.

    Part of the deed of registration, whose journal entry tells it.
    """
    kept = {name: value for name, value in (values or {}).items() if name in KEPT and value}
    Pile.objects.filter(letters__document=document_id).update(kept=kept)
