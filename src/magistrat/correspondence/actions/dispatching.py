"""Sending a registered letter to its addressees, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

from django.db import transaction

from magistrat.correspondence.actions import mailing, way
from magistrat.correspondence.models import Dispatch, Letter
from magistrat.correspondence.queries import facts, replies
from magistrat.correspondence.queries import letters as read
from magistrat.documents.models import Correspondent, Document, DocumentCorrespondent
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.rules import letters
from magistrat.rules.moments import local_date, moment
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import execution, unanswered

RIGHT = "letter.dispatch"
State = Letter.State
Way = Dispatch.Way


def send(
    *,
    actor: Actor,
    at: datetime,
    letter: int,
    addressees: Sequence[int],
    by: str,
    tracking: str = "",
    receiver: str = "",
    note: str = "",
    again: bool = False,
    address: str = "",
    weight: int | None = None,
    fee: Decimal | None = None,
    on: date | None = None,
) -> list[Dispatch]:
    """Mark that the letter goes to these addressees in one way; by e-mail it is sent with its files after commit.

    :param by: a key of `Dispatch.Way`; a registered letter needs `tracking`, one handed over needs `receiver` (DR 11.13).
    :param again: it went there already and goes once more, `note` says why.
    :param address: the e-mail address of this one addressee, when it is not that of the directory.
    :param weight: grams; `fee`: hryvnias paid for the item; both for the register of registered letters.
    :param on: the day on which it went, when it is entered afterwards; else the day of `at`.
    :raises Refusal: no right, not registered (DR 11.4), not an addressee, two entries of one, sent there already, no number of the item, no
        e-mail address, official use by e-mail, nothing to send, what KR annex 15 does not let go, a way that is another
        unit's (KR 7.12.8), or a day before the registration or to come.
    """
    with transaction.atomic():
        way.demand(actor, RIGHT, at)
        found = way.locked(letter, actor)
        _refuse_state(found)
        wanted = _addressees(found, addressees)
        _refuse_twice(found, wanted, again=again, note=note)
        details = {"tracking": tracking.strip(), "receiver": receiver.strip(), "note": note.strip()}
        _refuse_way(by, details)
        _refuse_sender(found, actor, by)
        if address.strip() and len(wanted) > 1:
            raise Refusal("", "Адресу зазначають, коли лист надсилають одному адресатові.")
        day = _day(found, on, by, local_date(at))
        posted = {"weight": weight, "fee": fee} if by in (Way.POST, Way.REGISTERED_POST) else {}
        rows = [
            Dispatch(letter=found, correspondent=one, way=by, on=day, at=at, by=actor.printed, **details, **posted)
            for one in wanted
        ]
        for row in rows:
            row.address = (address.strip() or row.correspondent.email) if by == Way.EMAIL else ""
            row.received_at = _moment_of(day, at) if by == Way.HAND else None
            row.save()
        if by == Way.EMAIL:
            mailing.post(letter=found, rows=rows, actor=actor, at=at)
        is_gone = _finish(found)
        names = "; ".join(one.name for one in wanted)
        when = f" {day:%d.%m.%Y}" if day != local_date(at) else ""
        text = f"Надіслано{when} {rows[0].get_way_display()}: {names}"
        way.note(found, actor, at, "correspondence.dispatched", text, found.due_clause, way=by, **details)
        if is_gone:
            _done_by_sending(actor, at, found)
    return rows


def settle(*, actor: Actor, at: datetime, letter: Letter) -> None:
    """Judge anew whether the locked letter has gone to all its addressees; part of the deed that corrects them."""
    if letter.state not in (State.REGISTERED, State.DISPATCHED):
        return
    if _finish(letter):
        _done_by_sending(actor, at, letter)
    if letter.state == State.DISPATCHED and _unsent(letter):
        letter.state = State.REGISTERED
        _tell_not_sent(letter, at)
    tried = letter.dispatches.annotate(whom=facts.to_whom())
    if letter.undelivered and not tried.filter(whom__in=_unsent(letter)).exists():
        letter.undelivered = ""
    letter.save(update_fields=["state", "undelivered"])


def note_received(*, actor: Actor, at: datetime, dispatch: int, receiver: str) -> Dispatch:
    """Write down who signed for a letter in the courier's delivery book (DR 11.13).

    :raises Refusal: no right, nobody named, not taken by a courier, or signed for already.
    """
    with transaction.atomic():
        way.demand(actor, RIGHT, at)
        row = (
            Dispatch.objects.select_for_update(of=("self",)).select_related("correspondent").filter(pk=dispatch).first()
        )
        letter = way.locked(row.letter_id if row else 0, actor)
        if row is None or row.way not in (Way.COURIER, Way.HAND):
            raise Refusal("", "У розносній книзі розписуються за листи, які доставляє кур'єр.")
        if not receiver.strip():
            raise Refusal("", "Зазначте, хто одержав лист під підпис.")
        if row.received_at is not None:
            raise Refusal("", f"За лист уже розписалися: {row.receiver}.")
        row.receiver, row.received_at = receiver.strip()[:200], at
        row.save(update_fields=["receiver", "received_at"])
        text = f"Одержано під підпис: {row.correspondent.name}, {row.receiver}"
        way.note(letter, actor, at, "correspondence.signed_for", text, dispatch=row.pk)
    return row


def note_failure(*, at: datetime, message: int, words: str, tell: int | None = None) -> Dispatch | None:
    """The e-mail did not reach its addressee: the letter goes back to those who send, with the reason.

    :param message: id of the outbox message; `tell`: the post that sent it.
    """
    with transaction.atomic():
        row = Dispatch.objects.select_for_update(of=("self",)).select_related("correspondent").filter(message=message)
        failed = row.first()
        if failed is None:
            return None
        letter = Letter.objects.select_for_update(of=("self",)).select_related("document").get(pk=failed.letter_id)
        failed.failed_at, failed.trouble = at, words[:500]
        failed.save(update_fields=["failed_at", "trouble"])
        said = f"{failed.correspondent.name}, {failed.address}: {words}"
        if letter.state == State.DISPATCHED:
            unanswered.on_not_sent_to_all(letter.document, at)
        if letter.state in (State.REGISTERED, State.DISPATCHED):
            letter.state, letter.undelivered = State.REGISTERED, said[:600]
            letter.save(update_fields=["state", "undelivered"])
        text = f"Не доставлено електронною поштою: {said}"
        way.note(letter, SYSTEM, at, "correspondence.not_delivered", text, dispatch=failed.pk)
        key = f"correspondence.not_delivered:{failed.pk}"
        way.tell(
            letter,
            at,
            key,
            [tell, letter.drafter_id],
            "Лист не доставлено",
            f"{said}. Виправте адресу й надішліть знову.",
        )
    return failed


def _refuse_state(letter: Letter) -> None:
    registered = letter.document.state == Document.State.REGISTERED
    if refusal := letters.dispatch_refusal(facts.rules_of(letter), is_registered=registered):
        raise refusal
    way.must_be(letter, State.REGISTERED, State.DISPATCHED)


def _addressees(letter: Letter, wanted: Sequence[int]) -> list[Correspondent]:
    parties = DocumentCorrespondent.objects.filter(document=letter.document_id, correspondent__in=wanted)
    found = [party.correspondent for party in parties.select_related("correspondent").order_by("position")]
    if not wanted or len(found) != len(set(wanted)):
        raise Refusal("", "Виберіть адресатів із тих, кому адресовано лист.")
    whom: dict[int, Correspondent] = {}
    for one in found:
        if (other := whom.setdefault(one.staying_id, one)) is not one:
            words = f"«{other.name}» і «{one.name}» — один кореспондент: лист надсилають йому один раз."
            raise Refusal("", words)
    return found


def _refuse_twice(letter: Letter, wanted: Sequence[Correspondent], *, again: bool, note: str) -> None:
    gone = letter.dispatches.filter(failed_at__isnull=True).annotate(whom=facts.to_whom())
    sent = gone.filter(whom__in=[one.staying_id for one in wanted]).select_related("correspondent").first()
    if sent is None:
        return
    if not again:
        raise Refusal("", f"Цьому адресатові лист уже надіслано {sent.on:%d.%m.%Y}: {sent.correspondent.name}.")
    if not note.strip():
        raise Refusal("", "Зазначте, чому лист надсилають повторно.")


def _refuse_sender(letter: Letter, actor: Actor, by: str) -> None:
    """Whose way of sending it is (KR 7.12.8)."""
    refusal = letters.way_refusal(facts.rules_of(letter), letter.signatory.roles, actor.roles, by)
    if refusal and not actor.is_system:
        raise refusal


def _refuse_way(by: str, details: dict[str, str]) -> None:
    if by not in Way.values:
        raise Refusal("", "Виберіть спосіб надсилання.")
    if by == Way.REGISTERED_POST and not details["tracking"]:
        raise Refusal("", "Зазначте номер рекомендованого відправлення.")
    if by == Way.HAND and not details["receiver"]:
        raise Refusal("", "Зазначте, хто одержав лист під підпис.")


def _day(letter: Letter, on: date | None, by: str, today: date) -> date:
    """The day on which the letter went: by it its task is executed, where the sending executes (Cabinet 55, item 176)."""
    if on is None or on == today:
        return today
    if by == Way.EMAIL:
        raise Refusal("", "Електронною поштою лист надсилається зараз: день надсилання — сьогодні.")
    if on > today:
        raise Refusal("", "День надсилання не може бути в майбутньому.")
    registered_on = letter.document.registered_on
    if registered_on is not None and on < registered_on:
        raise Refusal("", f"Лист зареєстровано {registered_on:%d.%m.%Y}: надіслати його раніше не могли.")
    return on


def _moment_of(day: date, at: datetime) -> datetime:
    """When the letter was handed over: now, or at the beginning of an earlier day whose hour nobody has written down."""
    return at if day == local_date(at) else moment(datetime.combine(day, time()))


def _finish(letter: Letter) -> bool:
    """The letter is dispatched when it has gone to every addressee; whether it is so since now."""
    if _unsent(letter):
        return False
    was, letter.state, letter.undelivered = letter.state, State.DISPATCHED, ""
    letter.save(update_fields=["state", "undelivered"])
    return was != State.DISPATCHED


def _tell_not_sent(letter: Letter, at: datetime) -> None:
    """What had been sent to all has not: its drafter is told, and those who control what it had executed."""
    key = f"correspondence.not_sent_to_all:{letter.pk}:{at.isoformat()}"
    names = "; ".join(party.correspondent.name for party in read.unsent(letter))
    way.tell(letter, at, key, [letter.drafter_id], "Лист надіслано не всім адресатам", f"Ще не надіслано: {names}.")
    unanswered.on_not_sent_to_all(letter.document, at)


def _unsent(letter: Letter) -> set[int]:
    """To whom it has not gone: of merged entries the one that stays."""
    return {party.correspondent.staying_id for party in read.unsent(letter)}


def _done_by_sending(actor: Actor, at: datetime, letter: Letter) -> None:
    if letter.is_interim:
        return
    sending = replies.sendings_of([letter.document_id]).get(letter.document_id)
    execution.done_by_sending(
        actor=actor, at=at, letter=letter.document, task=letter.task_id, document=letter.reply_to_id,
        on=(sending and sending.on) or local_date(at),
    )  # fmt: skip
