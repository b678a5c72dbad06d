"""What an operator does with an e-mail: to registration, to another unit, not registered, spam (KR 16.3; DR 10.1, 14.5)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal

from django.db import transaction

from magistrat.documents.actions import arrivals
from magistrat.documents.actions.files import Upload
from magistrat.documents.card import Party
from magistrat.documents.models import Document
from magistrat.exchange.models import Mail
from magistrat.exchange.queries import mails
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.storage import queries as contents

RIGHT = "mail.operate"
State = Mail.State
WAY = Document.Way.EMAIL
# What no file's name bears in every system.
_NO_NAME = re.compile(r'[\\/:*?"<>|]')
_PREFIX = re.compile(r"(?i)^((re|fwd?|відп|на|пересл)(\[\d+\])?\s*:\s*)+")


def accept(
    *,
    actor: Actor,
    at: datetime,
    mail: int,
    summary: str = "",
    correspondent: int | Literal["proposed"] | None = "proposed",
) -> Document:
    """Hand the e-mail over for registration: an arrival with its files, sender and the letter of ours that it answers.

    :param summary: else the subject.
    :param correspondent: whose letter it is; nobody's yet, where the operator has cleared what was proposed.
    :raises Refusal: no right, decided already, infected, or still waiting for the antivirus.
    """
    with transaction.atomic():
        found = _locked(actor, at, mail)
        _refuse_unsafe(found, list(found.attachments.values_list("blob", flat=True)))
        sender = found.correspondent_id if correspondent == "proposed" else correspondent
        subject = _PREFIX.sub("", found.subject).strip()
        with contents.open_blob(found.blob_id) as letter:
            # The letter as it came: its attachments are taken out beside it, as out of every kept letter.
            name = _NO_NAME.sub("-", subject)[:80] or "Електронний лист"
            upload = Upload(f"{name}.eml", letter)
            document = arrivals.receive(
                actor=actor,
                at=at,
                way=WAY,
                arrived_at=found.arrived_at,
                department=found.department_id,
                parties=[Party(sender, found.their_index, found.their_date)] if sender else [],
                summary=(summary.strip() or subject)[:1000],
                envelope={"answers": found.answers_id} if found.answers_id else {},
                uploads=[upload],
            )
        found.document, found.state = document, State.TAKEN
        text = f"Передано на реєстрацію: {found.from_address}, {found}"
        _decided(found, actor, at, "exchange.taken", text, document=document.pk)
    return document


def refuse(*, actor: Actor, at: datetime, mail: int, reason: str) -> Mail:
    """The e-mail is not registered, for the reason given.

    :raises Refusal: no right, decided already, or no reason.
    """
    with transaction.atomic():
        found = _locked(actor, at, mail)
        if not reason.strip():
            raise Refusal("", "Зазначте, чому лист не реєструють.")
        found.state, found.ground = State.REFUSED, reason.strip()[:600]
        text = f"Не реєструється: {found.from_address}, {found}. Причина: {found.ground}"
        return _decided(found, actor, at, "exchange.refused", text)


def mark_spam(*, actor: Actor, at: datetime, mail: int) -> Mail:
    """The e-mail is spam.

    :raises Refusal: no right, or decided already.
    """
    with transaction.atomic():
        found = _locked(actor, at, mail)
        found.state = State.SPAM
        return _decided(found, actor, at, "exchange.marked_spam", f"Спам: {found.from_address}, {found}")


def forward(*, actor: Actor, at: datetime, mail: int, department: int) -> Mail:
    """The e-mail goes to another unit's operator (KR 16.3.1).

    :raises Refusal: no right, decided already, or it lies there already.
    """
    with transaction.atomic():
        found = _locked(actor, at, mail)
        if found.department_id == department:
            raise Refusal("", "Лист уже в цього підрозділу.")
        unit = organisation.department(department)
        found.department = unit
        found.sorted_clause, found.sorted_why = "", f"передав(ла) {actor.printed}"[:200]
        found.save(update_fields=["department", "sorted_clause", "sorted_why"])
        _note(
            found,
            actor,
            at,
            "exchange.forwarded",
            f"Передано підрозділу «{unit.name}»: {found}",
            {"department": unit.pk},
        )
    return found


def bring_back(*, actor: Actor, at: datetime, mail: int) -> Mail:
    """What was not registered, or taken for spam, waits for a decision again.

    :raises Refusal: no right, or it was decided otherwise.
    """
    with transaction.atomic():
        _ask(actor, at)
        found = mails.visible(actor).select_for_update(of=("self",)).filter(pk=mail).first()
        if found is None:
            raise mails.not_yours()
        if found.state not in (State.REFUSED, State.SPAM):
            raise Refusal("", f"Лист не повернути до черги: стан — «{found.get_state_display()}».")
        found.state, found.ground, found.decided_at, found.decided_by = State.NEW, "", None, ""
        found.save(update_fields=["state", "ground", "decided_at", "decided_by"])
        _note(found, actor, at, "exchange.brought_back", f"Повернуто до черги: {found}")
    return found


def _locked(actor: Actor, at: datetime, mail: int) -> Mail:
    _ask(actor, at)
    found = mails.visible(actor).select_for_update(of=("self",)).select_related("mailbox").filter(pk=mail).first()
    if found is None:
        raise mails.not_yours()
    if found.state != State.NEW:
        raise Refusal("", f"Рішення щодо листа вже є: «{found.get_state_display()}».")
    return found


def _ask(actor: Actor, at: datetime) -> None:
    if refusal := regulation.refusal(actor=actor, right=RIGHT, on=local_date(at)):
        raise refusal


def _refuse_unsafe(mail: Mail, blobs: list[str]) -> None:
    if refusal := contents.infected_refusal([mail.blob_id, *blobs]):
        raise refusal
    if contents.unscanned([mail.blob_id, *blobs]):
        raise Refusal("", "Лист ще перевіряє антивірус: спробуйте за хвилину.")


def _decided(mail: Mail, actor: Actor, at: datetime, code: str, text: str, document: int | None = None) -> Mail:
    mail.decided_at, mail.decided_by = at, actor.printed
    mail.save(update_fields=["state", "ground", "document", "decided_at", "decided_by"])
    _note(mail, actor, at, code, text, document=document)
    return mail


def _note(
    mail: Mail, actor: Actor, at: datetime, code: str, text: str, more: dict[str, object] | None = None,
    document: int | None = None,
) -> None:  # fmt: skip
    payload = {"text": text, "from": mail.from_address} | (more or {})
    journal.record(
        actor=actor, at=at, code=code, subject=mail, document=document, clause=mail.sorted_clause, payload=payload
    )
