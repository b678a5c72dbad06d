"""Paper originals of drafts are taken in and given back against a signature (KR 4.17, 4.21): the hand-over register."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.journal.actor import Actor
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import deeds
from magistrat.sittings.models import PaperReceipt

MOST = 1000


def take(
    *, actor: Actor, at: datetime, question: int, copies: int, handed_by: str, sheets: int | None = None
) -> PaperReceipt:
    """Take the original with its copies in: a line of the register with who handed it over.

    :raises Refusal: no right, nobody named, no sensible number, or it is held already.
    """
    deeds.demand(actor, at, deeds.PREPARE)
    with transaction.atomic():
        found = deeds.locked_question(question)
        if not 0 < copies <= MOST or not 0 < (sheets or 1) <= 10 * MOST:
            raise Refusal("", "Зазначте, скільки примірників і аркушів прийнято.")
        who = deeds.required(handed_by, "Зазначте, хто здав документи.", 400)
        if found.receipts.filter(returned_at__isnull=True).exists():
            raise Refusal("", "Паперовий оригінал цього питання вже прийнято.")
        receipt = PaperReceipt.objects.create(
            question=found, copies=copies, sheets=sheets, handed_by=who, taken_at=at, taken_by=actor.printed
        )
        text = f"Прийнято паперовий оригінал, примірників: {copies}. Здав: {who}"
        deeds.note(found, actor, at, "sittings.original_taken", text)
    return receipt


def give_back(*, actor: Actor, at: datetime, question: int, to: str) -> PaperReceipt:
    """Give the original back, with who took it.

    :raises Refusal: no right, nobody named, or it is not held.
    """
    deeds.demand(actor, at, deeds.PREPARE)
    with transaction.atomic():
        found = deeds.locked_question(question)
        receipt = found.receipts.select_for_update().filter(returned_at__isnull=True).first()
        if receipt is None:
            raise Refusal("", "Паперового оригіналу цього питання не прийнято.")
        receipt.returned_to = deeds.required(to, "Зазначте, кому повернуто документи.", 400)
        receipt.returned_at = at
        receipt.save(update_fields=["returned_to", "returned_at"])
        text = f"Повернуто паперовий оригінал: {receipt.returned_to}"
        deeds.note(found, actor, at, "sittings.original_returned", text)
    return receipt
