"""The form of a program's key: `magistrat_<prefix>_<secret>`, 256 random bits of which only a hash is kept."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

FORM = re.compile(r"magistrat_([0-9a-f]{12})_([A-Za-z0-9]{43,64})")


@dataclass(frozen=True)
class Key:
    """An open part, by which the row is found, and a secret one."""

    prefix: str
    secret: str

    @property
    def written(self) -> str:
        """As the program sends it."""
        return f"magistrat_{self.prefix}_{self.secret}"

    @property
    def secret_hash(self) -> str:
        """What is kept. The secret is long and random, so that a quick hash cannot be searched through."""
        return hashlib.sha256(self.secret.encode()).hexdigest()

    def fits(self, secret_hash: str) -> bool:
        """Whether the secret is the one whose hash is kept; takes the same time whatever differs."""
        return hmac.compare_digest(self.secret_hash, secret_hash)


def new() -> Key:
    """A key that nobody has had."""
    return Key(secrets.token_hex(6), secrets.token_hex(32))


def read(header: str) -> Key | None:
    """The key of an `Authorization: Bearer …` header; nothing when there is none or it has another form."""
    kind, _, value = header.partition(" ")
    found = FORM.fullmatch(value.strip()) if kind.lower() == "bearer" else None
    return Key(found[1], found[2]) if found else None
