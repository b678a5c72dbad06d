"""Reading what the second step of signing in stands on."""

from __future__ import annotations

from base64 import b32encode
from urllib.parse import quote, urlencode

from django_otp.plugins.otp_totp import models as telephones

from magistrat.accounts.models import RecoveryCode, User


def device_of(user: User, *, confirmed: bool = True) -> telephones.TOTPDevice | None:
    """The telephone that the person has switched on (or is about to)."""
    return telephones.TOTPDevice.objects.filter(user=user, confirmed=confirmed).first()


def is_on(user: User) -> bool:
    """Whether the second step is asked of the person."""
    return bool(telephones.TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def codes_left(user: User) -> int:
    """How many recovery codes are unused."""
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


def address_for_telephone(device: telephones.TOTPDevice, issuer: str) -> str:
    """What the QR code tells the telephone: `otpauth://…`."""
    secret = b32encode(device.bin_key).decode()
    query = urlencode(
        {"secret": secret, "issuer": issuer, "digits": device.digits, "period": device.step}, quote_via=quote
    )
    return f"otpauth://totp/{quote(f'{issuer}:{device.user.login}')}?{query}"


def secret_in_groups(device: telephones.TOTPDevice) -> str:
    """The secret for typing by hand, in groups of four."""
    secret = b32encode(device.bin_key).decode()
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
