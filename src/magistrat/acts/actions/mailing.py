"""Sending a registered act by its mailing list: rounds, by hand, by e-mail; receipts of reading (KR 4.35, 6.17; DR 5.15, 6.26)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from magistrat.acts.actions import deeds, delivering
from magistrat.acts.models import Act, Delivery, Recipient, Round
from magistrat.acts.queries import extracts, registrars
from magistrat.acts.queries import mailing as facts
from magistrat.documents.queries import access
from magistrat.journal import actions as journal
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.rules import orders
from magistrat.rules.moments import local, local_date
from magistrat.rules.refusal import Refusal

State, Way = Act.State, Delivery.Way


def await_sending(*, act: Act, at: datetime) -> None:
    """Part of registration: an act without a mailing list waits for nothing; a restricted one or one without rounds for a person."""
    if not facts.waits(act):
        act.due_on, act.due_clause = None, ""


def carry(*, at: datetime) -> Round | None:
    """Make the round that is due: all acts registered by its hour go to those of their lists who have not got them.

    A round is made once, whoever comes to make it; of several missed ones the latest, which carries what waited for the others.
    """
    planned = facts.missed(at)
    if planned is None:
        return None
    with transaction.atomic():
        made, is_new = Round.objects.get_or_create(at=planned, defaults={"done_at": at})
        if not is_new:
            return None
        sent = sum(_carry(act, made, at) for act in facts.to_carry(planned))
        text = f"Розсилка {local(planned):%d.%m.%Y %H:%M}: надіслано примірників: {sent}"
        journal.record(actor=SYSTEM, at=at, code="acts.round_made", subject=made, payload={"text": text, "sent": sent})
    return made


def _carry(act: int, made: Round, at: datetime) -> int:
    found = deeds.locked(act, SYSTEM)
    waiting = [one for one in facts.recipients(found) if not one.is_by_drafter and not one.deliveries.exists()]
    going = [one for one in waiting if facts.way_of(one) != Way.PAPER]
    for one in going:
        delivering.deliver(found, one, facts.way_of(one), SYSTEM, at, of_round=made)
    if left := [one for one in waiting if one not in going]:
        _tell_left(found, left, at)
    if going:
        _finish(found)
        entry = orders.rounds_rule(deeds.rules_of(found), found.kind)
        _note(found, going, SYSTEM, at, f"Розсилка {local(made.at):%H:%M}", entry.clause if entry else "")
    return len(going)


def send(
    *, actor: Actor, at: datetime, act: int, recipients: Sequence[int], way: str = "", confirm_again: bool = False
) -> list[Delivery]:
    """Send the act to these of its list now, by the office that registers it or, where the clause lets him, by its drafter.

    :param way: key of `Delivery.Way` for all of them; without it, as each usually gets it. On paper each gets a certified copy.
    :param confirm_again: to one who has it already, once more (its e-mail failed).
    :raises Refusal: no right, not registered, nobody named, another list's, sent already, no e-mail address, official use by
        e-mail.
    """
    with transaction.atomic():
        found = deeds.locked(act, actor)
        deeds.must_be(found, State.REGISTERED)
        rows = [one for one in facts.recipients(found) if one.pk in set(recipients)]
        if not rows or len(rows) != len(set(recipients)):
            raise Refusal("", "Виберіть адресатів із розрахунку розсилки акта.")
        _demand(found, actor, at)
        sent = []
        for one in rows:
            _refuse_again(one, is_confirmed=confirm_again)
            chosen = way or facts.way_of(one)
            sent.append(delivering.deliver(found, one, chosen, actor, at))
        _finish(found)
        _note(found, rows, actor, at, "Надіслано", _clause(found))
    return sent


def read(*, actor: Actor, at: datetime, act: int) -> list[Delivery]:
    """The recipient has opened the act or his extract: for his post, or for the department that got it.

    Asked again it does nothing more.

    :raises Refusal: the act is not his to see, and no extract of it was sent to him.
    """
    with transaction.atomic():
        has_extract = bool(extracts.points_for(actor, act, local_date(at)))
        found = deeds.locked(act, SYSTEM if has_extract else actor)
        mine = facts.mine(actor).filter(recipient__act=found)
        rows = list(Delivery.objects.select_for_update(of=("self",)).filter(pk__in=mine.values("pk")).order_by("pk"))
        for row in rows:
            row.read_at, row.read_by = at, actor.printed
            row.save(update_fields=["read_at", "read_by"])
        if rows:
            deeds.note(found, actor, at, "acts.read", f"Ознайомлено з актом: {actor.printed}")
    return rows


def note_received(*, actor: Actor, at: datetime, delivery: int, by: str) -> Delivery:
    """Write down who has received a paper copy.

    :raises Refusal: no right, nobody named, not sent on paper, or noted already.
    """
    with transaction.atomic():
        row = Delivery.objects.select_for_update(of=("self",)).select_related("recipient").filter(pk=delivery).first()
        found = deeds.locked(row.recipient.act_id if row else 0, actor)
        _demand(found, actor, at)
        if row is None or row.way != Way.PAPER:
            raise Refusal("", "Одержання під підпис відмічають для паперового примірника.")
        if not by.strip():
            raise Refusal("", "Зазначте, хто одержав примірник.")
        if row.read_at is not None:
            raise Refusal("", f"Одержання вже відмічено: {row.read_by}.")
        row.read_at, row.read_by = at, by.strip()[:400]
        row.save(update_fields=["read_at", "read_by"])
        deeds.note(found, actor, at, "acts.received", f"Паперовий примірник одержав(ла): {row.read_by}")
    return row


def remind(*, actor: Actor, at: datetime, act: int) -> int:
    """Remind those who got the act in the system and have not read it; once a day. How many were reminded.

    :raises Refusal: neither who sends it nor its drafter, or all have read it.
    """
    with transaction.atomic():
        found = deeds.locked(act, actor)
        if not deeds.is_drafters(found, actor):
            _demand(found, actor, at, by_drafter=False)
        rows = facts.unread(found)
        if not rows:
            raise Refusal("", "Усі, кому акт надіслано в системі, ознайомилися з ним.")
        for row in rows:
            delivering.tell(
                found, row.recipient, at, f"acts.reminded:{row.pk}:{local_date(at)}", "Нагадування: ознайомтеся з актом"
            )
        deeds.note(found, actor, at, "acts.reminded", f"Нагадано про ознайомлення: {len(rows)}")
    return len(rows)


def failed(*, at: datetime, message: int, words: str) -> Delivery | None:
    """The e-mail did not reach its recipient: those who send the act see it and why."""
    with transaction.atomic():
        found = Delivery.objects.select_for_update(of=("self",)).filter(message=message)
        row = found.select_related("recipient__act__document", "recipient__correspondent").first()
        if row is None:
            return None
        row.trouble = words[:500]
        row.save(update_fields=["trouble"])
        act = row.recipient.act
        text = f"Не доставлено електронною поштою: {facts.name_of(row.recipient)}: {words}"
        deeds.note(act, SYSTEM, at, "acts.not_delivered", text)
        deeds.tell(act, at, f"acts.not_delivered:{row.pk}", registrars.clerks_of(act), "Акт не доставлено", text)
    return row


def _refuse_again(recipient: Recipient, *, is_confirmed: bool) -> None:
    earlier = recipient.deliveries.first()
    if earlier is None or earlier.trouble or is_confirmed:
        return
    raise Refusal(
        "", f"Цьому адресатові акт уже надіслано {local_date(earlier.at):%d.%m.%Y}: {facts.name_of(recipient)}."
    )


def _demand(act: Act, actor: Actor, at: datetime, *, by_drafter: bool = True) -> None:
    access.get_visible(actor, act.document_id)
    refusal = registrars.right_refusal(act, actor, orders.SEND, local_date(at))
    if refusal is None:
        return
    if by_drafter and orders.by_drafter(deeds.rules_of(act), act.kind) and deeds.is_drafters(act, actor):
        return
    raise refusal


def _tell_left(act: Act, left: Sequence[Recipient], at: datetime) -> None:
    names = "; ".join(facts.name_of(one) for one in left)
    body = f"Немає адреси електронної пошти, надішліть на папері: {names}."
    deeds.tell(act, at, f"acts.left_for_paper:{act.pk}", registrars.clerks_of(act), "Розсилка не всім", body)


def _finish(act: Act) -> None:
    """Once all of the list have it, nothing of the sending is due."""
    if act.due_on is not None and not facts.waits(act):
        act.due_on, act.due_clause = None, ""
        act.save(update_fields=["due_on", "due_clause"])


def _clause(act: Act) -> str:
    edition = deeds.rules_of(act)
    if act.due_clause:
        return act.due_clause
    entry = orders.wants_certified(edition, act.kind) or orders.rounds_rule(edition, act.kind)
    return entry.clause if entry else ""


def _note(act: Act, rows: Sequence[Recipient], actor: Actor, at: datetime, said: str, clause: str) -> None:
    names = "; ".join(facts.name_of(one) for one in rows)
    deeds.note(act, actor, at, "acts.sent", f"{said}: {names}", clause, recipients=[one.pk for one in rows])
