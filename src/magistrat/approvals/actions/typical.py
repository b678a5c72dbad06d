"""The library of remarks that a post makes often."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from magistrat.approvals.models import TypicalRemark
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.rules.refusal import Refusal

MOST = 1000


def put(*, actor: Actor, at: datetime, text: str) -> TypicalRemark:
    """Keep a remark for the actor's post; one that is there already stays as it is.

    :raises Refusal: no post, no words, or too many.
    """
    text = " ".join(text.split())
    if actor.post_id is None:
        raise Refusal("", "Типові зауваження ведуть за посадою, а за Вами її сьогодні не закріплено.")
    if not text:
        raise Refusal("", "Напишіть текст зауваження.")
    if len(text) > MOST:
        raise Refusal("", f"Типове зауваження має бути коротшим за {MOST} знаків.")
    with transaction.atomic():
        kept, is_new = TypicalRemark.objects.get_or_create(
            post_id=actor.post_id, text=text, removed_at=None, defaults={"changed_at": at}
        )
        if is_new:
            _note(kept, actor, at, "approvals.typical_put", f"Додано типове зауваження: {text}")
    return kept


def count(*, actor: Actor, texts: Sequence[str]) -> None:
    """Count that the post has used these remarks once more: those used most often stand first; part of an answer."""
    wanted = [" ".join(text.split()) for text in texts]
    if wanted:
        own = TypicalRemark.objects.filter(post=actor.post_id, text__in=wanted, removed_at__isnull=True)
        own.update(used=F("used") + 1)


def remove(*, actor: Actor, at: datetime, remark: int) -> None:
    """Take a remark out of the library.

    :raises Refusal: it is another post's.
    """
    with transaction.atomic():
        kept = _own(actor, remark)
        kept.removed_at = at
        kept.save(update_fields=["removed_at"])
        _note(kept, actor, at, "approvals.typical_removed", f"Вилучено типове зауваження: {kept.text}")


def _own(actor: Actor, remark: int) -> TypicalRemark:
    found = TypicalRemark.objects.select_for_update().filter(pk=remark, post=actor.post_id, removed_at__isnull=True)
    kept = found.first()
    if kept is None:
        raise Refusal("", "Цього зауваження немає серед типових зауважень Вашої посади.")
    return kept


def _note(kept: TypicalRemark, actor: Actor, at: datetime, code: str, text: str) -> None:
    journal.record(actor=actor, at=at, code=code, subject=kept, payload={"text": text})
