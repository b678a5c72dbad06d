"""The journal's own key: it lies in the city's folder, outside the database that it vouches for.

Heads are signed by Ed25519 (RFC 8032): whoever has the public key can verify them without any secret of the city. Heads of
earlier times were signed by HMAC; they stay as they are and are verified by the key that was kept for them.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

PRIVATE = "journal.pem"
# Public keys of before, one PEM after another, when the key had to be renewed.
FORMER = "journal-former.pem"
OLD = "journal.key"
KIND = "magistrat-journal-head-1"
END = "-----END PUBLIC KEY-----"


def signed_text(position: int, chain_hash: str, at: datetime) -> bytes:
    """What is signed, byte by byte: four lines, the moment in UTC."""
    return f"{KIND}\n{position}\n{chain_hash}\n{at.astimezone(UTC).isoformat()}".encode()


def sign(position: int, chain_hash: str, at: datetime) -> tuple[str, str]:
    """The head's signature and the public key to verify it by, both hexadecimal; makes the city's key when it has none."""
    key = _private()
    return key.sign(signed_text(position, chain_hash, at)).hex(), raw(key.public_key())


def is_genuine(
    position: int, chain_hash: str, at: datetime, signature: str, public_key: str, trusted: Collection[str]
) -> bool | None:
    """Whether a head was signed with one of the trusted keys.

    :param public_key: that of the head, empty for one signed by HMAC in earlier times; :param trusted: keys of this city.
    Nothing for an HMAC when its secret is not here: nobody but the city can tell.
    """
    if not public_key:
        return _is_old_genuine(position, chain_hash, at, signature)
    if public_key not in trusted:
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), signed_text(position, chain_hash, at))
    except (InvalidSignature, ValueError):
        return False
    return True


def public_pem() -> str:
    """The city's public key as PEM: it may be given to anybody; makes the key when there is none."""
    return _private().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def trusted() -> frozenset[str]:
    """The city's public keys, the present and former ones; none when nothing has been signed yet."""
    folder = Path(settings.CITY_DIR)
    now = {raw(_private().public_key())} if (folder / PRIVATE).exists() else set()
    former = folder / FORMER
    return frozenset(now | (keys_of(former.read_text("ascii")) if former.exists() else set()))


def trusted_pem() -> str:
    """The city's public keys, the present and former ones, as PEM; empty when nothing has been signed yet."""
    folder = Path(settings.CITY_DIR)
    former = (folder / FORMER).read_text("ascii") if (folder / FORMER).exists() else ""
    return former + (public_pem() if (folder / PRIVATE).exists() else "")


def trust(pem: str) -> None:
    """Keep public keys of a city that has been loaded from elsewhere, beside its own: its heads are verified by them.

    :raises ValueError: no such key in the text.
    """
    if keys_of(pem) <= trusted():
        return
    file = Path(settings.CITY_DIR) / FORMER
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_text("ascii") if file.exists() else ""
    half = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    half.write_text(before + pem, "ascii")
    half.replace(file)


def keys_of(pem: str) -> set[str]:
    """Ed25519 public keys of a PEM text, hexadecimal.

    :raises ValueError: no such key in it.
    """
    found = set()
    for block in pem.split(END)[:-1]:
        key = load_pem_public_key(f"{block}{END}\n".strip().encode("ascii"))
        if not isinstance(key, Ed25519PublicKey):
            raise ValueError("not an Ed25519 key")  # noqa: TRY004 - the text is wrong, not its type
        found.add(raw(key))
    if not found:
        raise ValueError("no public key")
    return found


def raw(key: Ed25519PublicKey) -> str:
    """The 32 bytes of a public key, hexadecimal."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def fingerprint(public_key: str) -> str:
    """The first 16 bytes of the key's SHA-256 in groups of four: short enough to be read out by telephone."""
    digest = hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:32]
    return " ".join(digest[i : i + 4] for i in range(0, len(digest), 4))


def _is_old_genuine(position: int, chain_hash: str, at: datetime, signature: str) -> bool | None:
    file = Path(settings.CITY_DIR) / OLD
    if not file.exists():
        return None
    text = f"{position}\n{chain_hash}\n{at.astimezone(UTC).isoformat()}"
    key = bytes.fromhex(file.read_text("ascii").strip())
    return hmac.compare_digest(hmac.new(key, text.encode(), hashlib.sha256).hexdigest(), signature)


def _private() -> Ed25519PrivateKey:
    file = Path(settings.CITY_DIR) / PRIVATE
    if not file.exists():
        _make(file)
    key = load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{file} is not an Ed25519 key")
    return key


def _make(file: Path) -> None:
    """Write the whole key aside and link it in: of two makers at once the first one wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    key = Ed25519PrivateKey.generate()
    with os.fdopen(handle, "wb") as written:
        written.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        written.flush()
        os.fsync(written.fileno())
    try:
        os.link(half, file)
    except FileExistsError:
        pass
    finally:
        half.unlink()
