"""Letters by e-mail and notices, written in the transaction of the deed that gives cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from magistrat.journal import actions as journal
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.outbox import hooks, queries, queue, sending
from magistrat.outbox.models import Message
from magistrat.texts import claims

# After each temporary failure one waits longer, at most some hours. A letter of Friday evening still goes on Monday, whoever
# repairs the server on whichever side: it is given up after more than three days (RFC 5321, 4.5.4.1: four or five).
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, *(240,) * 20))
SERVER_PAUSE = timedelta(hours=1)
# Any number of our own, see `texts.claims`.
LETTER = 20210724
# After so long a trouble of the mail server those who can put it right are told.
TROUBLE_TOLD = timedelta(hours=1)


def notify(
    *,
    at: datetime,
    key: str,
    to_post: int | None = None,
    to_person: int | None = None,
    subject: str,
    body: str = "",
    link: str = "",
    document: int | None = None,
) -> Message:
    """A notice at the workplace of whoever holds the post (or of the person). Asked twice with one key, given once."""
    message, _ = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": Message.Kind.NOTICE,
            "state": Message.State.SENT,
            "to_post": to_post,
            "to_person": to_person,
            "subject": subject[:300],
            "body": body,
            "link": link,
            "document": document,
            "created_at": at,
            "sent_at": at,
        },
    )
    return message


def mail(
    *,
    at: datetime,
    key: str,
    to_address: str,
    subject: str,
    body: str,
    attachments: Sequence[dict[str, Any]] = (),
    document: int | None = None,
    from_post: int | None = None,
    link: str = "",
    from_address: str = "",
    headers: Mapping[str, str] | None = None,
    report: str = "",
    asks_receipt: bool = False,
) -> Message:
    """A letter by e-mail, sent after commit by the worker. Asked twice with one key, sent once.

    :param attachments: `{"sha256": …, "name": …}` of kept contents.
    :param from_post: whom to tell when it could not be delivered.
    :param link: the page on which he goes on then.
    :param from_address: the box from which it goes, the city's own unless said otherwise.
    :param headers: further lines of its head, such as `In-Reply-To`.
    :param report: the machine's part of a confirmation of receipt (RFC 8098).
    :param asks_receipt: ask for marks of delivery and of reading (RFC 3461, 8098).
    """
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": Message.Kind.MAIL,
            "to_address": to_address,
            "subject": subject[:300],
            "body": body,
            "attachments": list(attachments),
            "document": document,
            "from_post": from_post,
            "link": link,
            "from_address": from_address,
            "headers": dict(headers or {}),
            "report": report,
            "asks_receipt": asks_receipt,
            "message_id": sending.message_id(key, from_address),
            "created_at": at,
            "next_at": at,
        },
    )
    if is_new:
        queue.put(message.pk)
    return message


def send(*, at: datetime, message: int) -> Message | None:
    """Try to hand the letter over; writes down the success, the next attempt or the end.

    Nothing when another worker is at it or it has already gone. While the mail server is waited for no transaction is
    open: it would keep the journal's entries from being linked.
    """
    with claims.claimed(LETTER, message) as is_mine:
        letter = queries.waiting_letter(message) if is_mine else None
        if letter is None:
            return None
        if _waits_for_server(letter, at):
            return letter
        trouble = _handed_over(letter)
        with transaction.atomic():
            letter = queries.locked_letter(message)
            if letter is None or letter.state != Message.State.QUEUED:
                return None
            if trouble is None or not trouble.is_servers:
                # What the server alone failed is not taken from the letter's own attempts.
                letter.attempts += 1
                _server_answered(letter)
            if trouble is None:
                _sent(letter, at)
            else:
                _not_sent(letter, trouble, at)
            letter.save(update_fields=["state", "attempts", "sent_at", "next_at", "trouble", "server_failed_at"])
    return letter


def _waits_for_server(letter: Message, at: datetime) -> bool:
    """Whether the server is known to take nothing until later; the letter is put there, so that one asks for all."""
    until = queries.server_tried_next() if letter.server_failed_at is None else letter.next_at
    if until is None or until <= at:
        return False
    with transaction.atomic():
        Message.objects.filter(pk=letter.pk, state=Message.State.QUEUED).update(next_at=until)
        queue.put(letter.pk, until)
    return True


def _server_answered(letter: Message) -> None:
    """The server takes letters again: none waits for it any more."""
    letter.server_failed_at = None
    others = Message.objects.filter(state=Message.State.QUEUED, server_failed_at__isnull=False).exclude(pk=letter.pk)
    _not_held(others).update(server_failed_at=None)


def _not_held(letters: QuerySet[Message]) -> QuerySet[Message]:
    """Those that no other mailer writes at this moment: two that waited for each other's would lose a letter just sent."""
    return Message.objects.filter(pk__in=letters.select_for_update(skip_locked=True).values("pk"))


def _server_failed(letter: Message, at: datetime) -> bool:
    """Whether the letter waits on for the server; nobody waits for ever.

    One failed connection stands for all letters: the others wait as long, instead of hanging on the server one by one. The
    server is asked again after as long as it has been in trouble, within an hour at most: then all go.
    """
    if at - letter.created_at > sum(PAUSES, timedelta()):
        return False
    letter.server_failed_at = letter.server_failed_at or at
    since = min(letter.server_failed_at, queries.server_failed_since() or at)
    letter.next_at = at + min(max(at - since, PAUSES[0]), SERVER_PAUSE)
    queue.put(letter.pk, letter.next_at)
    others = Message.objects.filter(kind=Message.Kind.MAIL, state=Message.State.QUEUED).exclude(pk=letter.pk)
    _not_held(others.filter(next_at__lt=letter.next_at)).update(
        next_at=letter.next_at, server_failed_at=Coalesce("server_failed_at", Value(at))
    )
    if at - since >= TROUBLE_TOLD:
        hooks.tell_trouble(since, at, letter.trouble)
    return True


def _handed_over(letter: Message) -> sending.Trouble | None:
    try:
        sending.send(letter)
    except sending.Trouble as trouble:
        return trouble
    return None


def _sent(letter: Message, at: datetime) -> None:
    letter.state, letter.sent_at, letter.next_at, letter.trouble = Message.State.SENT, at, None, ""
    _write_down(letter, at, "outbox.mail_sent", f"Надіслано електронною поштою на адресу {letter.to_address}")


def _not_sent(letter: Message, trouble: sending.Trouble, at: datetime) -> None:
    letter.trouble = trouble.words[:500]
    if trouble.is_servers:
        if _server_failed(letter, at):
            return
    elif trouble.is_temporary and letter.attempts <= len(PAUSES):
        letter.next_at = at + PAUSES[letter.attempts - 1]
        queue.put(letter.pk, letter.next_at)
        return
    _failed(letter, at)


def _failed(letter: Message, at: datetime) -> None:
    """The end of the letter: told to the deed that sent it, which writes it down, else to the sender's desk."""
    letter.state, letter.next_at = Message.State.FAILED, None
    if hooks.tell_failed(letter, at):
        return
    text = f"Не доставлено електронною поштою на адресу {letter.to_address}: {letter.trouble}"
    _write_down(letter, at, "outbox.mail_failed", text)
    if letter.from_post:
        notify(
            at=at,
            key=f"{letter.key}:failed",
            to_post=letter.from_post,
            subject=f"Лист не доставлено: {letter.subject}",
            body=f"Адреса {letter.to_address}. {letter.trouble}",
            link=letter.link,
            document=letter.document,
        )


def _write_down(letter: Message, at: datetime, code: str, text: str) -> None:
    journal.record(
        actor=SYSTEM, at=at, code=code, subject=letter, document=letter.document,
        payload={"text": text, "attempts": letter.attempts},
    )  # fmt: skip


def bounced(*, at: datetime, message: int, words: str, is_final: bool = True) -> Message | None:
    """What the receiver's server reported of a letter that had gone: not delivered, or delivered only later (RFC 3464).

    Nothing when the report of a failure comes again.
    """
    with transaction.atomic():
        letter = queries.locked_letter(message)
        if letter is None or letter.state == Message.State.FAILED:
            return None
        letter.trouble = words[:500]
        if is_final:
            _failed(letter, at)
        else:
            _write_down(
                letter, at, "outbox.mail_delayed", f"Доставка на адресу {letter.to_address} затримується: {words}"
            )
        letter.save(update_fields=["state", "next_at", "trouble"])
    return letter


def confirmed(*, at: datetime, message: int, is_read: bool) -> Message | None:
    """The receiver confirmed that the letter was delivered or read; nothing when that was known already."""
    with transaction.atomic():
        letter = queries.locked_letter(message)
        if letter is None or (letter.opened_at if is_read else letter.delivered_at):
            return None
        if is_read:
            letter.opened_at = at
        letter.delivered_at = letter.delivered_at or at
        letter.save(update_fields=["opened_at", "delivered_at"])
        what = "прочитання" if is_read else "отримання"
        code = "outbox.mail_opened" if is_read else "outbox.mail_delivered"
        _write_down(letter, at, code, f"Адресат підтвердив {what} листа: {letter.to_address}")
    return letter


def resume(*, at: datetime) -> int:
    """Put letters back into the queue whose turn passed unused (the worker died); returns how many."""
    forgotten = queries.forgotten_letters(at - timedelta(minutes=10))
    for message in forgotten:
        queue.put(message)
    return len(forgotten)


def read(*, actor: Actor, at: datetime, message: int | None = None) -> int:
    """Mark one notice of the actor, or all of them, as read; returns how many were unread."""
    unread = queries.notices(actor).filter(read_at__isnull=True)
    if message is not None:
        unread = unread.filter(pk=message)
    return unread.update(read_at=at)
