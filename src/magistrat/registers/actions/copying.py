"""The log of copying works: the executor checks the copies and enters them at once (KR 17.2)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from magistrat.documents.queries import access
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.registers.models import CopyWork
from magistrat.registers.queries import copying as read
from magistrat.rules.moments import local_date

# More sheets than a machine copies in a day are a slip of the finger.
MOST_SHEETS, MOST_COPIES = 5_000, 5_000


def enter(
    *,
    actor: Actor,
    at: datetime,
    what: str,
    sheets: int,
    copies: int,
    ordered_by: str,
    purpose: str = "",
    remark: str = "",
    done_on: date | None = None,
    document: int | None = None,
    is_checked: bool = False,
) -> CopyWork:
    """Enter a copying work.

    :param remark: what was wrong with quality or quantity; empty when all was right.
    :param is_checked: the executor has checked quality and quantity.

    :raises Refusal: the regulation keeps no such log; not checked; nothing said of what, how much, for whom; a day
        ahead; a document that is not the actor's to see.
    """
    rule = read.rule(local_date(at))
    if rule is None:
        raise read.not_kept()
    done_on = done_on or local_date(at)
    if not is_checked:
        raise rule.refusal("Спершу перевірте якість і кількість копій: виконавець робить це одразу.")
    if not (what.strip() and ordered_by.strip()):
        raise rule.refusal("Зазначте, що копіювали і хто замовив роботу.")
    if not (1 <= sheets <= MOST_SHEETS and 1 <= copies <= MOST_COPIES):
        raise rule.refusal(f"Аркушів і примірників має бути від 1 до {MOST_SHEETS}.")
    if done_on > local_date(at):
        raise rule.refusal("Дата копіювання ще не настала.")
    with transaction.atomic():
        if document is not None:
            access.get_visible(actor, document)
        work = CopyWork.objects.create(
            done_on=done_on, document_id=document, what=what.strip(), sheets=sheets, copies=copies,
            ordered_by=ordered_by.strip(), purpose=purpose.strip(), remark=remark.strip(),
            department_id=actor.department_id, executor_id=actor.post_id, entered_by=actor.printed, entered_at=at,
        )  # fmt: skip
        text = f"Копіювальні роботи: {work.what}, {sheets} арк. × {copies} прим. = {work.total}"
        _note(actor, at, "registers.copying_entered", work, text, rule.clause)
    return work


def strike(*, actor: Actor, at: datetime, work: int, reason: str) -> CopyWork:
    """Strike out a work entered by mistake: it stays readable and is not counted.

    :raises Refusal: another's; struck out already; no reason.
    """
    rule = read.rule(local_date(at))
    if rule is None:
        raise read.not_kept()
    with transaction.atomic():
        found = CopyWork.objects.select_for_update(of=("self",)).filter(pk=work, executor__in=actor.line).first()
        if found is None:
            raise access.not_yours("рядок журналу")
        if found.struck_at is not None:
            raise rule.refusal("Рядок журналу вже викреслено.")
        if not reason.strip():
            raise rule.refusal("Зазначте, чому рядок викреслюєте.")
        found.struck_at, found.struck_because = at, reason.strip()
        found.save(update_fields=["struck_at", "struck_because"])
        text = f"Викреслено з журналу копіювальних робіт: {found.what}. {reason.strip()}"
        _note(actor, at, "registers.copying_struck", found, text, rule.clause)
    return found


def _note(actor: Actor, at: datetime, code: str, work: CopyWork, text: str, clause: str) -> None:
    journal.record(
        actor=actor, at=at, code=code, subject=work, document=work.document_id, clause=clause,
        payload={"text": text, "total": work.total},
    )  # fmt: skip
