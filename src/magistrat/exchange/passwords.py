"""Passwords of mailboxes: encrypted at rest with the city's key, or never kept and read from the environment."""

from __future__ import annotations

import base64
import hashlib
import os
import re

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

# An administrator names one of these only: any other value of the environment stays out of his reach.
ALLOWED = re.compile(r"MAGISTRAT_IMAP_[A-Z0-9_]{1,60}")


class Unreadable(Exception):
    """The password cannot be had; the words say why."""


def encrypt(password: str) -> str:
    """The password as it is kept."""
    return _box().encrypt(password.encode()).decode()


def password(*, secret: str, secret_from: str) -> str:
    """The password of a mailbox.

    :raises Unreadable: the environment lacks it, or the city's key has changed since it was kept.
    """
    if secret_from:
        if not ALLOWED.fullmatch(secret_from) or secret_from not in os.environ:
            raise Unreadable(f"Змінної середовища {secret_from} немає.")
        return os.environ[secret_from]
    try:
        return _box().decrypt(secret.encode()).decode()
    except InvalidToken as trouble:
        raise Unreadable("Пароль скриньки не прочитати: введіть його знову.") from trouble


def _box() -> Fernet:
    digest = hashlib.scrypt(settings.SECRET_KEY.encode(), salt=b"exchange.mailbox", n=2**12, r=8, p=1, dklen=32)
    return Fernet(base64.urlsafe_b64encode(digest))
