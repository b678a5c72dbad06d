"""Keys of our own people: issued by the test authority, opened by their PIN, ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.rules.refusal import Refusal
from magistrat.signatures import authority
from magistrat.signatures.models import Key
from magistrat.signatures.trouble import Trouble

LEAST_PIN, MOST_FAILURES, PAUSE = 6, 5, timedelta(minutes=15)
NO_KEY = "У Вас немає чинного ключа електронного підпису."
WRONG = "PIN-код не підходить до ключа."


def make_authority(*, actor: Actor, at: datetime, organisation: str) -> Path:
    """The root of the test authority, made when there is none, and laid among those whose signatures the city believes."""
    root = authority.make(Path(settings.SIGNATURE_AUTHORITY), organisation=organisation, at=at)
    trusted = Path(settings.SIGNATURE_ROOTS)
    trusted.mkdir(parents=True, exist_ok=True)
    (trusted / root.name).write_bytes(root.read_bytes())
    text = "Випробувального надавача електронних підписів додано до довірених"
    journal.record(actor=actor, at=at, code="signatures.authority_trusted", payload={"text": text})
    return root


def issue(*, actor: Actor, at: datetime, person: int, holder: authority.Holder, pin: str) -> Key:
    """A new key for the person; the former one ends.

    :raises Refusal: a short PIN, or the city has no test authority.
    """
    _refuse_short(pin)
    try:
        made = authority.issue(Path(settings.SIGNATURE_AUTHORITY), holder=holder, pin=pin, at=at)
    except authority.NoAuthority:
        raise Refusal("", "Спершу створіть випробувального надавача електронних підписів.") from None
    with transaction.atomic():
        Key.objects.filter(person=person, ended_at__isnull=True).update(ended_at=at)
        key = Key.objects.create(
            person=person, owner=holder.name, title=holder.title, pkcs12=made.pkcs12, certificate=made.certificate,
            serial=made.serial, issued_at=at, issued_by=actor.printed, valid_until=made.valid_until,
        )  # fmt: skip
        text = f"Видано ключ електронного підпису: {holder.name}, сертифікат № {made.serial}"
        journal.record(actor=actor, at=at, code="signatures.key_issued", subject=key, payload={"text": text})
    return key


def change_pin(*, actor: Actor, at: datetime, person: int, pin: str, new_pin: str) -> Key:
    """Put the person's key under another PIN.

    :raises Refusal: a short new PIN, no key, or a wrong present PIN.
    """
    _refuse_short(new_pin)
    try:
        unlock(person=person, pin=pin, at=at)
    except Trouble as trouble:
        raise Refusal("", trouble.words) from None
    with transaction.atomic():
        key = Key.objects.select_for_update().get(person=person, ended_at__isnull=True)
        key.pkcs12 = authority.repacked(bytes(key.pkcs12), pin, new_pin)
        key.save(update_fields=["pkcs12"])
        text = f"Змінено PIN-код ключа електронного підпису: {key.owner}"
        journal.record(actor=actor, at=at, code="signatures.pin_changed", subject=key, payload={"text": text})
    return key


def end(*, actor: Actor, at: datetime, person: int, reason: str) -> None:
    """End the person's key: nothing more is signed by it, what was signed stays.

    :raises Refusal: no key, or no reason.
    """
    if not reason.strip():
        raise Refusal("", "Зазначте, чому ключ припиняє дію.")
    with transaction.atomic():
        key = Key.objects.select_for_update().filter(person=person, ended_at__isnull=True).first()
        if key is None:
            raise Refusal("", "Чинного ключа в цієї особи немає.")
        key.ended_at = at
        key.save(update_fields=["ended_at"])
        text = f"Дію ключа електронного підпису припинено: {key.owner}. Причина: {reason.strip()}"
        journal.record(actor=actor, at=at, code="signatures.key_ended", subject=key, payload={"text": text})


def unlock(*, person: int, pin: str, at: datetime) -> authority.Opened:
    """The person's key opened by the PIN; wrong ones are counted, and after several the key rests for a while.

    :raises Trouble: no key in force, it rests, or the PIN is wrong.
    """
    with transaction.atomic():
        key = Key.objects.select_for_update().filter(person=person, ended_at__isnull=True).first()
        if key is None or not key.is_in_force(at):
            raise Trouble(NO_KEY)
        if key.rests_until is not None and at < key.rests_until:
            raise Trouble("PIN-код кілька разів набрано неправильно. Спробуйте за чверть години.")
        try:
            opened = authority.open_key(bytes(key.pkcs12), pin)
        except authority.WrongPin:
            opened = None
        _count(key, at, is_right=opened is not None)
    if opened is None:
        raise Trouble(WRONG)
    return opened


def _count(key: Key, at: datetime, *, is_right: bool) -> None:
    if is_right and not key.failures:
        return
    key.failures = 0 if is_right else key.failures + 1
    key.rests_until = None
    if key.failures >= MOST_FAILURES:
        key.failures, key.rests_until = 0, at + PAUSE
    key.save(update_fields=["failures", "rests_until"])


def _refuse_short(pin: str) -> None:
    if len(pin) < LEAST_PIN:
        raise Refusal("", f"PIN-код має містити щонайменше {LEAST_PIN} знаків.")
