"""The journal's own key: it lies in the city's folder, outside the database that it vouches for."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

KEY_BYTES = 32


def sign(position: int, chain_hash: str, at: datetime) -> str:
    """HMAC-SHA256 of a head."""
    text = f"{position}\n{chain_hash}\n{at.astimezone(UTC).isoformat()}"
    return hmac.new(_key(), text.encode(), hashlib.sha256).hexdigest()


def is_genuine(position: int, chain_hash: str, at: datetime, signature: str) -> bool:
    """Whether the signature was made with this city's key."""
    return hmac.compare_digest(sign(position, chain_hash, at), signature)


def _key() -> bytes:
    file = Path(settings.CITY_DIR) / "journal.key"
    if not file.exists():
        _make(file)
    return bytes.fromhex(file.read_text("ascii").strip())


def _make(file: Path) -> None:
    """Write the whole key aside and link it in: of two makers at once the first one wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as written:
        written.write(secrets.token_hex(KEY_BYTES))
        written.flush()
        os.fsync(written.fileno())
    try:
        os.link(half, file)
    except FileExistsError:
        pass
    finally:
        half.unlink()
