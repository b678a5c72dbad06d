"""Beginning a draft, from an adopted edition or from brought-in files, and dropping it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from magistrat.amendments import queries
from magistrat.amendments.actions import deeds
from magistrat.amendments.models import DraftEdition
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import edition as rules
from magistrat.rules import words
from magistrat.rules.refusal import Refusal


def begin(*, actor: Actor, at: datetime, title: str, base: int) -> DraftEdition:
    """Begin a draft as a copy of an adopted edition, with the worked examples that lie beside it.

    :raises Refusal: no right, or no title.
    :raises ObjectDoesNotExist: when the city has not adopted that edition.
    """
    deeds.demand(actor=actor, at=at)
    kept = regulation.edition_record(base)
    with transaction.atomic():
        draft = _made(actor, at, title, base, queries.texts_of_edition(base))
        since = words.day(kept.in_force_from)
        deeds.write(
            actor=actor, at=at, draft=draft, code="amendments.draft_begun",
            text=f"Розпочато проєкт редакції регламенту «{draft.title}» з редакції, чинної з {since}",
        )  # fmt: skip
    return draft


def bring_in(*, actor: Actor, at: datetime, title: str, base: int, texts: Mapping[str, str]) -> DraftEdition:
    """Begin a draft with brought-in texts.

    :param base: the adopted edition that it is compared with.
    :raises FormError: when a file says what it may not say.
    :raises Refusal: no right, no title, or an edition of another city.
    """
    deeds.demand(actor=actor, at=at)
    read = rules.load(texts)
    ours = regulation.rules_of(base)
    if (read.city, read.prefix) != (ours.city, ours.prefix):
        raise Refusal("", f"Це редакція іншого міста: «{read.city}», а не «{ours.city}».")
    with transaction.atomic():
        draft = _made(actor, at, title, base, texts)
        deeds.write(
            actor=actor, at=at, draft=draft, code="amendments.draft_brought_in",
            text=f"Внесено проєкт редакції регламенту «{draft.title}» з файлів: {len(texts)}",
        )  # fmt: skip
    return draft


def drop(*, actor: Actor, at: datetime, draft: int, reason: str) -> DraftEdition:
    """Drop a draft that will not be adopted; it stays to be read.

    :raises Refusal: no right, no reason, or it is not open.
    """
    reason = deeds.reasoned(reason)
    with transaction.atomic():
        found = deeds.locked(actor=actor, at=at, draft=draft)
        found.state, found.changed_at, found.changed_by = DraftEdition.State.DROPPED, at, actor.printed
        found.save()
        deeds.write(
            actor=actor, at=at, draft=found, code="amendments.draft_dropped",
            text=f"Відкинуто проєкт редакції регламенту «{found.title}»: {reason}",
        )  # fmt: skip
    return found


def _made(actor: Actor, at: datetime, title: str, base: int, texts: Mapping[str, str]) -> DraftEdition:
    title = " ".join(title.split())[:200]
    if not title:
        raise Refusal("", "Назвіть проєкт: наприклад, «Зміни до строків контролю».")
    return DraftEdition.objects.create(
        title=title, base_id=base, texts=dict(texts), made_at=at, made_by=actor.printed, changed_at=at,
        changed_by=actor.printed,
    )  # fmt: skip
