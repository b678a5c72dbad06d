"""Sending a registered letter to its addressees, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from magistrat.correspondence.actions import way
from magistrat.correspondence.models import Dispatch, Letter
from magistrat.correspondence.queries import facts
from magistrat.documents.models import Correspondent, Document, DocumentCorrespondent, File
from magistrat.journal.actor import Actor
from magistrat.outbox import actions as outbox
from magistrat.rules import letters
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

RIGHT = "letter.dispatch"
State = Letter.State
Way = Dispatch.Way
SENT_FILES = (File.Role.SIGNED, File.Role.MAIN, File.Role.ANNEX)


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
) -> list[Dispatch]:
    """Mark that the letter goes to these addressees in one way; by e-mail it is sent with its files after commit.

    :param by: a key of `Dispatch.Way`; a registered letter needs `tracking`, one handed over needs `receiver` (DR 11.13).
    :param again: it went there already and goes once more, `note` says why.
    :raises Refusal: no right, not registered (DR 11.4), not an addressee, sent there already, no number of the item, no
        e-mail address, official use by e-mail, or nothing to send.
    """
    with transaction.atomic():
        way.demand(actor, RIGHT, at)
        found = way.locked(letter, actor)
        _refuse_state(found)
        wanted = _addressees(found, addressees)
        _refuse_twice(found, wanted, again=again, note=note)
        details = {"tracking": tracking.strip(), "receiver": receiver.strip(), "note": note.strip()}
        _refuse_way(by, details)
        rows = [
            Dispatch(letter=found, correspondent=one, way=by, on=local_date(at), at=at, by=actor.printed, **details)
            for one in wanted
        ]
        for row in rows:
            _send(row, found, actor, at)
        _finish(found)
        names = "; ".join(one.name for one in wanted)
        text = f"Надіслано {rows[0].get_way_display()}: {names}"
        way.note(found, actor, at, "correspondence.dispatched", text, found.due_clause, way=by, **details)
    return rows


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
    return found


def _refuse_twice(letter: Letter, wanted: Sequence[Correspondent], *, again: bool, note: str) -> None:
    sent = letter.dispatches.filter(correspondent__in=wanted).select_related("correspondent").first()
    if sent is None:
        return
    if not again:
        raise Refusal("", f"Цьому адресатові лист уже надіслано {sent.on:%d.%m.%Y}: {sent.correspondent.name}.")
    if not note.strip():
        raise Refusal("", "Зазначте, чому лист надсилають повторно.")


def _refuse_way(by: str, details: dict[str, str]) -> None:
    if by not in Way.values:
        raise Refusal("", "Виберіть спосіб надсилання.")
    if by == Way.REGISTERED_POST and not details["tracking"]:
        raise Refusal("", "Зазначте номер рекомендованого відправлення.")
    if by == Way.HAND and not details["receiver"]:
        raise Refusal("", "Зазначте, хто одержав лист під підпис.")


def _send(row: Dispatch, letter: Letter, actor: Actor, at: datetime) -> None:
    row.save()
    if row.way != Way.EMAIL:
        return
    if letter.document.is_restricted:
        raise Refusal("", "Документ для службового користування електронною поштою не надсилають.")
    if not row.correspondent.email:
        raise Refusal("", f"У довіднику немає адреси електронної пошти: {row.correspondent.name}.")
    message = outbox.mail(
        at=at,
        key=f"correspondence.dispatch:{row.pk}",
        to_address=row.correspondent.email,
        subject=f"Лист від {letter.document.registered_on:%d.%m.%Y} № {letter.document.index}: {letter.document.summary}",
        body=_body(letter),
        attachments=_attachments(letter),
        document=letter.document_id,
        from_post=actor.post_id,
    )
    row.message = message.pk
    row.save(update_fields=["message"])


def _attachments(letter: Letter) -> list[dict[str, str]]:
    """The files as they stand: the signed copy instead of the draft's text where there is one."""
    kept = File.objects.filter(document=letter.document_id, removed_at__isnull=True, replaced_by__isnull=True)
    files = list(kept.filter(role__in=SENT_FILES).order_by("id"))
    if any(file.role == File.Role.SIGNED for file in files):
        files = [file for file in files if file.role != File.Role.MAIN]
    if not files:
        raise Refusal("", "Немає файлів для надсилання: долучіть підписаний примірник.")
    return [{"sha256": file.blob_id, "name": file.name} for file in files]


def _body(letter: Letter) -> str:
    lines = ["Доброго дня!", "", f"Надсилаємо лист «{letter.document.summary}»."]
    lines += ["", f"Реєстраційний індекс {letter.document.index} від {letter.document.registered_on:%d.%m.%Y}."]
    if letter.phone:
        lines.append(f"Телефон виконавця: {letter.phone}.")
    return "\n".join(lines)


def _finish(letter: Letter) -> None:
    """The letter is dispatched when it has gone to every addressee."""
    wanted = set(facts.addressees_of(letter.document_id))
    sent = set(letter.dispatches.values_list("correspondent", flat=True))
    if wanted <= sent and letter.state != State.DISPATCHED:
        letter.state = State.DISPATCHED
        letter.save(update_fields=["state"])
