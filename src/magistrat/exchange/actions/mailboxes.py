"""Mailboxes: which there are, whose they are, how they are read (KR 16.1, 16.2, 16.5; DR 35.9)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from magistrat.exchange import passwords
from magistrat.exchange.models import Mailbox
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.outbox import actions as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules import mail as rules
from magistrat.rules import words
from magistrat.rules.moments import local, local_date
from magistrat.rules.refusal import Refusal

RIGHT = "mail.settings"
FIELDS = (
    "title", "address", "department", "is_main", "host", "port", "security", "login", "secret_from", "folder", "minutes",
    "is_open",
)  # fmt: skip


def add(*, actor: Actor, at: datetime, given: Mapping[str, Any], password: str = "") -> Mailbox:
    """Set a mailbox up; `given` holds the fields of `FIELDS`, `department` an id.

    :raises Refusal: no right, not an official address (KR 16.5), the address or the main box is there already.
    """
    with transaction.atomic():
        return _keep(Mailbox(since=at), actor, at, given, password, "exchange.mailbox_added", "Додано скриньку")


def tell_of_server(since: datetime, at: datetime, trouble: str) -> None:
    """The mail server takes no letters: whoever sets e-mail up (KR 16.2; DR 35.9) reads it once of one trouble."""
    on = local_date(at)
    roles = sorted(regulation.rules_on(on).roles_with(RIGHT))
    for post in {post.pk for role in roles for post in organisation.posts_with_role(role, on)}:
        outbox.notify(
            at=at, key=f"outbox.server:{since.isoformat()}:{post}", to_post=post,
            subject="Поштовий сервер не приймає листів",
            body=f"З {words.moment(local(since))} листи не надсилаються й чекають у черзі. {trouble}",
        )  # fmt: skip


def change(*, actor: Actor, at: datetime, mailbox: int, given: Mapping[str, Any], password: str = "") -> Mailbox:
    """Change a mailbox; without a new password the old one stays. What has been fetched stays.

    :raises Refusal: as for `add`.
    """
    with transaction.atomic():
        found = Mailbox.objects.select_for_update().filter(pk=mailbox).first()
        if found is None:
            raise Refusal("", "Такої скриньки немає.")
        return _keep(found, actor, at, given, password, "exchange.mailbox_changed", "Змінено скриньку")


def note_check(*, at: datetime, mailbox: int, trouble: str = "") -> None:
    """Write down that the box was checked, or why it could not be; part of the worker's round."""
    fields: dict[str, Any] = {"tried_at": at, "trouble": trouble[:300]}
    if not trouble:
        fields["checked_at"] = at
    Mailbox.objects.filter(pk=mailbox).update(**fields)


def _keep(
    box: Mailbox, actor: Actor, at: datetime, given: Mapping[str, Any], password: str, code: str, said: str
) -> Mailbox:
    if refusal := regulation.refusal(actor=actor, right=RIGHT, on=local_date(at)):
        raise refusal
    moved = (box.host, box.login, box.folder)
    for name in FIELDS:
        if name in given:
            setattr(box, f"{name}_id" if name == "department" else name, given[name])
    _judge(box, at)
    if password:
        box.secret, box.secret_from = passwords.encrypt(password), ""
    if box.secret_from:
        box.secret = ""
    if moved != (box.host, box.login, box.folder):
        box.validity, box.last_uid, box.first_uid = None, 0, 0
    box.save()
    # Neither the password nor where it is kept belongs into the journal.
    payload = {"text": f"{said}: {box.address}", "address": box.address, "host": box.host, "is_open": box.is_open}
    journal.record(actor=actor, at=at, code=code, subject=box, payload=payload)
    return box


def _judge(box: Mailbox, at: datetime) -> None:
    edition = regulation.rules_on(local_date(at))
    if not rules.is_official(edition, box.address):
        entry = edition.entry("mail_official_domains")
        domains = ", ".join(entry.values["domains"])
        raise entry.refusal(f"Адреса «{box.address}» не офіційна: дозволено домен {domains}.")
    others = Mailbox.objects.exclude(pk=box.pk)
    if others.filter(address__iexact=box.address).exists():
        raise Refusal("", f"Скриньку «{box.address}» уже внесено.")
    if box.is_main and box.is_open and others.filter(is_main=True, is_open=True).exists():
        raise Refusal("", "Скринька виконавчого комітету вже є: спершу зніміть позначку з неї.")
    if box.secret_from and not passwords.ALLOWED.fullmatch(box.secret_from):
        raise Refusal("", "Назва змінної середовища з паролем має починатися з MAGISTRAT_IMAP_.")
