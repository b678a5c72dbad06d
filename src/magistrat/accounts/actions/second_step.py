"""The second step of signing in: codes of a telephone (TOTP, RFC 6238) and recovery codes."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django_otp.plugins.otp_totp import models as telephones

from magistrat.accounts.actions import accounts
from magistrat.accounts.models import RecoveryCode, User
from magistrat.accounts.queries.second_step import device_of, is_on
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.rules.refusal import Refusal

CODES = 10
# Without letters and figures that are taken for one another.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
NOT_THE_CODE = "Код не підходить. Візьміть той, який телефон показує зараз."


def prepare(*, actor: Actor, at: datetime, user: User) -> telephones.TOTPDevice:
    """A secret for the telephone, not in force until confirmed by a code; the same one while it waits."""
    waiting = device_of(user, confirmed=False)
    return waiting or telephones.TOTPDevice.objects.create(user=user, confirmed=False, name="телефон")


def switch_on(*, actor: Actor, at: datetime, user: User, code: str) -> list[str]:
    """Put the second step into force; returns the recovery codes, shown once.

    :raises Refusal: the code is not the telephone's, or the second step is already on.
    """
    with transaction.atomic():
        device = telephones.TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
        if is_on(user) or device is None:
            raise Refusal(clause="", message="Другий крок входу вже увімкнено.")
        fits = device.verify_token(_plain(code))
        if fits:
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            _write_down(actor, at, "accounts.totp_switched_on", user, "Увімкнено другий крок входу")
    if not fits:
        raise Refusal(clause="", message=NOT_THE_CODE)
    return make_codes(actor=actor, at=at, user=user)


def switch_off(*, actor: Actor, at: datetime, user: User, password: str, code: str) -> None:
    """Switch the second step off, by the password and a code.

    :raises Refusal: one of them does not fit.
    """
    if not user.check_password(password):
        raise Refusal(clause="", message="Пароль не збігається.")
    if not passes(at=at, user=user, code=code):
        raise Refusal(clause="", message=NOT_THE_CODE)
    with transaction.atomic():
        telephones.TOTPDevice.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        _write_down(actor, at, "accounts.totp_switched_off", user, "Вимкнено другий крок входу")


def remove(*, actor: Actor, at: datetime, user: User, ground: str) -> None:
    """Switch the second step off for a person who has lost both telephone and codes, by an administrator; sign-ins end.

    :raises Refusal: no ground, or the second step is not on.
    """
    with transaction.atomic():
        if not ground.strip():
            raise Refusal(clause="", message="Зазначте підставу: хто просить і чому.")
        if not is_on(user):
            raise Refusal(clause="", message=f"Другого кроку входу для «{user.login}» не увімкнено.")
        telephones.TOTPDevice.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        _write_down(
            actor, at, "accounts.totp_removed", user, f"Другий крок входу знято для «{user.login}»: {ground.strip()}"
        )
        accounts.end_all(at=at, user=user)


def make_codes(*, actor: Actor, at: datetime, user: User) -> list[str]:
    """New recovery codes instead of all earlier ones; returned here, kept as hashes."""
    codes = ["-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(2)) for _ in range(CODES)]
    with transaction.atomic():
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(user=user, code_hash=_hash(code), made_at=at) for code in codes)
        _write_down(actor, at, "accounts.recovery_codes_made", user, "Створено коди відновлення")
    return codes


def passes(*, at: datetime, user: User, code: str) -> bool:
    """Whether the code of the telephone or a recovery code lets in; each is good once, attempts are slowed down."""
    plain = _plain(code)
    with transaction.atomic():
        device = telephones.TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is None or not device.verify_is_allowed()[0]:
            return False
        if not plain.isdecimal():
            spare = RecoveryCode.objects.filter(user=user, code_hash=_hash(plain), used_at__isnull=True)
            if spare.update(used_at=at):
                device.throttle_reset()
                return True
        return bool(device.verify_token(plain))


def _plain(code: str) -> str:
    return "".join(code.split()).lower()


def _hash(code: str) -> str:
    # A random code of 50 bits needs no slow hash.
    return hashlib.sha256(code.replace("-", "").encode()).hexdigest()


def _write_down(actor: Actor, at: datetime, code: str, user: User, text: str) -> None:
    journal.record(actor=actor, at=at, code=code, subject=user, payload={"text": text})
