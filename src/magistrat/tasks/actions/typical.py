"""Typical texts of resolutions, chosen by number."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.rules.refusal import Refusal
from magistrat.tasks.models import TypicalText

COMMON = (
    "До виконання",
    "До розгляду та надання відповіді заявнику",
    "Розглянути та внести пропозиції",
    "Для врахування в роботі",
    "До відома",
    "Підготувати проєкт відповіді за моїм підписом",
    "Забезпечити виконання та поінформувати",
    "Опрацювати в межах повноважень",
)
INFO = {"Для врахування в роботі", "До відома"}


def put(*, actor: Actor, at: datetime, number: int, text: str, post: int | None, is_info: bool = False) -> TypicalText:
    """Add or change a typical text of a leader (`post`) or of all (`None`).

    :raises Refusal: neither the leader nor his assistant; a common text, which only the system gives; no text.
    """
    with transaction.atomic():
        if post is not None and post not in actor.line and not actor.is_system:
            raise Refusal("", "Типові тексти змінює сам керівник або його помічник.")
        if post is None and not actor.is_system:
            raise Refusal("", "Спільні типові тексти надає система; додайте власний текст із тим самим номером.")
        if not text.strip() or not 1 <= number <= 99:
            raise Refusal("", "Напишіть текст резолюції та номер від 1 до 99.")
        found, _ = TypicalText.objects.update_or_create(
            post_id=post, number=number, defaults={"text": text.strip(), "is_info": is_info}
        )
        journal.record(
            actor=actor,
            at=at,
            code="tasks.typical_text_put",
            subject=found,
            payload={"text": f"Типовий текст № {number}: {text.strip()}", "number": number, "post": post},
        )
    return found


def remove(*, actor: Actor, at: datetime, text: int) -> None:
    """Take a leader's own typical text away; the common one of the same number shows again.

    :raises Refusal: neither the leader nor his assistant.
    """
    with transaction.atomic():
        found = TypicalText.objects.select_for_update().get(pk=text)
        if found.post_id is None or found.post_id not in actor.line:
            raise Refusal("", "Типові тексти змінює сам керівник або його помічник.")
        said = f"Типовий текст № {found.number} вилучено: {found.text}"
        journal.record(actor=actor, at=at, code="tasks.typical_text_removed", subject=found, payload={"text": said})
        found.delete()


def put_common(*, actor: Actor, at: datetime) -> None:
    """The texts with which every city begins; those already there stay."""
    known = set(TypicalText.objects.filter(post__isnull=True).values_list("number", flat=True))
    for number, text in enumerate(COMMON, start=1):
        if number not in known:
            put(actor=actor, at=at, number=number, text=text, post=None, is_info=text in INFO)
