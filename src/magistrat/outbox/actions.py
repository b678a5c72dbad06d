"""Letters by e-mail and notices, written in the transaction of the deed that gives cause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from magistrat.journal import actions as journal
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.outbox import queries, queue, sending
from magistrat.outbox.models import Message

# After each temporary failure one waits longer; a day after the first attempt the letter is given up.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 420, 720))


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
) -> Message:
    """A letter by e-mail, sent after commit by the worker. Asked twice with one key, sent once.

    :param attachments: `{"sha256": …, "name": …}` of kept contents.
    :param from_post: whom to tell when it could not be delivered.
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
            "created_at": at,
            "next_at": at,
        },
    )
    if is_new:
        queue.put(message.pk)
    return message


def send(*, at: datetime, message: int) -> Message | None:
    """Try to hand the letter over; writes down the success, the next attempt or the end.

    Nothing when another worker is at it or it has already gone.
    """
    with transaction.atomic():
        letter = queries.waiting_letter(message)
        if letter is None:
            return None
        letter.attempts += 1
        try:
            sending.send(
                key=letter.key,
                to=letter.to_address,
                subject=letter.subject,
                body=letter.body,
                attachments=letter.attachments,
            )
        except sending.Trouble as trouble:
            _not_sent(letter, trouble, at)
        else:
            _sent(letter, at)
        letter.save(update_fields=["state", "attempts", "sent_at", "next_at", "trouble"])
    return letter


def _sent(letter: Message, at: datetime) -> None:
    letter.state, letter.sent_at, letter.next_at, letter.trouble = Message.State.SENT, at, None, ""
    _write_down(letter, at, "outbox.mail_sent", f"Надіслано електронною поштою на адресу {letter.to_address}")


def _not_sent(letter: Message, trouble: sending.Trouble, at: datetime) -> None:
    letter.trouble = trouble.words[:500]
    if trouble.is_temporary and letter.attempts <= len(PAUSES):
        letter.next_at = at + PAUSES[letter.attempts - 1]
        queue.put(letter.pk, letter.next_at)
        return
    letter.state, letter.next_at = Message.State.FAILED, None
    _write_down(
        letter,
        at,
        "outbox.mail_failed",
        f"Не доставлено електронною поштою на адресу {letter.to_address}: {trouble.words}",
    )
    if letter.from_post:
        notify(
            at=at,
            key=f"{letter.key}:failed",
            to_post=letter.from_post,
            subject=f"Лист не доставлено: {letter.subject}",
            body=f"Адреса {letter.to_address}. {trouble.words}",
            document=letter.document,
        )


def _write_down(letter: Message, at: datetime, code: str, text: str) -> None:
    journal.record(
        actor=SYSTEM, at=at, code=code, subject=letter, document=letter.document,
        payload={"text": text, "attempts": letter.attempts},
    )  # fmt: skip


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
