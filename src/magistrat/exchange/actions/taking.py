"""An e-mail is taken in from its raw bytes: kept before anything else, once, sorted, tested, answered (KR 16.3, annex 15, 3)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from magistrat.documents import lemmas
from magistrat.exchange import reading
from magistrat.exchange.actions import answering
from magistrat.exchange.models import Attachment, Fetched, Mail, Mailbox
from magistrat.exchange.queries import proposing
from magistrat.exchange.reading import Read
from magistrat.journal import actions as journal
from magistrat.journal.actor import SYSTEM
from magistrat.outbox import actions as outbox
from magistrat.outbox import queries as sent
from magistrat.regulation import queries as regulation
from magistrat.rules import mail as rules
from magistrat.rules.moments import local_date
from magistrat.storage import actions as storage
from magistrat.storage import queries as contents

State = Mail.State


def take(
    *,
    at: datetime,
    mailbox: int,
    raw: bytes,
    arrived_at: datetime | None = None,
    place: tuple[int, int] | None = None,
    trouble: str = "",
) -> Mail:
    """Take in one e-mail; the same one again, from this box or another, is the one that is here already.

    :param place: UIDVALIDITY and UID in the box; noted in the same transaction, so that nothing is fetched twice or lost.
    :param trouble: why only a part of it was fetched.
    """
    found = reading.read(raw)
    kept = storage.keep(content=raw, at=at)
    parts = [(part.name, storage.keep(content=part.content, at=at).pk) for part in found.parts]
    blobs = [kept.pk, *(sha256 for _, sha256 in parts)]
    for sha256 in contents.unscanned(blobs):
        storage.check(sha256=sha256, at=at)
    try:
        return _taken(mailbox, found, kept.pk, parts, at, arrived_at or at, place, trouble)
    except IntegrityError:
        # Another worker took the same letter out of another box at this very moment: now it is here.
        return _taken(mailbox, found, kept.pk, parts, at, arrived_at or at, place, trouble)


def find_infected(*, at: datetime, sha256: str, virus: str) -> int:
    """A content that had come by e-mail turned out to be infected; returns how many e-mails were put away."""
    with transaction.atomic():
        Attachment.objects.filter(blob=sha256).update(virus=virus[:200])
        among = Attachment.objects.filter(blob=sha256).values("mail")
        waiting = Mail.objects.select_for_update(of=("self",)).select_related("mailbox").filter(state=State.NEW)
        found = list(waiting.filter(pk__in=among)) + list(waiting.filter(blob=sha256).exclude(pk__in=among))
        for mail in found:
            _put_away(mail, virus, at)
    return len(found)


def _taken(
    mailbox: int, found: Read, blob: str, parts: list[tuple[str, str]], at: datetime, arrived_at: datetime,
    place: tuple[int, int] | None, trouble: str,
) -> Mail:  # fmt: skip
    with transaction.atomic():
        box = Mailbox.objects.select_for_update().get(pk=mailbox)
        mail = Mail.objects.filter(identity=found.identity).first()
        if mail is None:
            mail = _new(box, found, blob, parts, at, arrived_at, trouble)
        if place is not None:
            _note_place(box, place, mail, at)
    return mail


def _new(
    box: Mailbox, found: Read, blob: str, parts: list[tuple[str, str]], at: datetime, arrived_at: datetime, trouble: str
) -> Mail:
    way = proposing.proposal(found=found, mailbox=box, on=local_date(at))
    mail = Mail.objects.create(
        identity=found.identity,
        state=State.SERVICE if found.report else State.NEW,
        mailbox=box,
        department_id=way.department,
        sorted_clause=way.clause,
        sorted_why=way.why,
        message_id=found.message_id,
        from_name=found.from_name,
        from_address=found.from_address,
        to_line=", ".join(found.to)[:600],
        subject=found.subject,
        text=found.text,
        written_at=found.written_at,
        arrived_at=min(arrived_at, at),
        kept_at=at,
        blob_id=blob,
        trouble=(trouble or found.trouble)[:300],
        is_automatic=found.is_automatic,
        asks_receipt=found.receipt_to != "" and found.receipt_to == found.from_address,
        correspondent_id=way.correspondent,
        their_index=way.their_index,
        their_date=way.their_date,
        answers_id=way.answers,
        search_text=lemmas.folded(f"{found.from_name} {found.from_address} {found.subject}"),
    )
    viruses = contents.infected([blob, *(sha256 for _, sha256 in parts)])
    Attachment.objects.bulk_create(
        Attachment(mail=mail, position=number, name=name, blob_id=sha256, virus=viruses.get(sha256, ""))
        for number, (name, sha256) in enumerate(parts, 1)
    )
    text = f"Надійшов електронний лист: {mail.from_address}, {mail}"
    _note(mail, at, "exchange.received", text, way.clause)
    _act_on(mail, found, viruses, at)
    return mail


def _act_on(mail: Mail, found: Read, viruses: dict[str, str], at: datetime) -> None:
    if viruses:
        _put_away(mail, next(iter(viruses.values())), at)
    elif found.report:
        _report(mail, found.report, at)
    elif mail.trouble:
        clause = rules.tells_of_unreadable(regulation.rules_on(local_date(at)))
        if answering.tell_of_unreadable(mail=mail, at=at):
            _note(mail, at, "exchange.told_of_unreadable", f"Відправника повідомлено: {mail.trouble}", clause)
    elif receipt := answering.confirm(mail=mail, at=at):
        mail.receipt = receipt
        mail.save(update_fields=["receipt"])
        clause = rules.confirms_receipt(regulation.rules_on(local_date(at)))
        _note(mail, at, "exchange.receipt_confirmed", f"Підтверджено отримання: {mail.from_address}", clause)


def _put_away(mail: Mail, virus: str, at: datetime) -> None:
    """An infected letter leaves the queue, its sender is told (KR annex 15, 3.2.2)."""
    mail.state, mail.ground, mail.decided_at, mail.decided_by = (
        State.INFECTED,
        f"вірус {virus}"[:600],
        at,
        SYSTEM.printed,
    )
    mail.save(update_fields=["state", "ground", "decided_at", "decided_by"])
    told = answering.tell_of_virus(mail=mail, at=at, virus=virus)
    clause = rules.tells_of_virus(regulation.rules_on(local_date(at)))
    text = f"Лист містить вірус {virus}, його вилучено з черги" + ("; відправника повідомлено" if told else "")
    _note(mail, at, "exchange.put_away", text, clause)


def _report(mail: Mail, report: reading.Report, at: datetime) -> None:
    """A bounce or a confirmation finds the letter of ours that it speaks of."""
    message = sent.by_message_id(report.ids)
    if message is None:
        return
    mail.answers_id = message.document
    mail.save(update_fields=["answers"])
    if report.what in (reading.BOUNCE, reading.DELAY):
        words = report.words or "поштовий сервер адресата не прийняв лист"
        outbox.bounced(at=at, message=message.pk, words=words, is_final=report.what == reading.BOUNCE)
    else:
        outbox.confirmed(at=at, message=message.pk, is_read=report.what == reading.READ)


def _note_place(box: Mailbox, place: tuple[int, int], mail: Mail, at: datetime) -> None:
    validity, uid = place
    Fetched.objects.get_or_create(mailbox=box, validity=validity, uid=uid, defaults={"mail": mail, "at": at})
    if box.validity != validity:
        box.validity, box.last_uid = validity, 0
    box.last_uid = max(box.last_uid, uid)
    box.save(update_fields=["validity", "last_uid"])


def _note(mail: Mail, at: datetime, code: str, text: str, clause: str = "") -> None:
    payload = {"text": text, "from": mail.from_address, "message_id": mail.message_id, "sha256": mail.blob_id}
    journal.record(actor=SYSTEM, at=at, code=code, subject=mail, clause=clause, payload=payload)
