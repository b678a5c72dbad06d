"""Hashes of the journal: of an entry's values, of the entry, of the chain."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC, datetime
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder

# Before the first link.
BEGINNING = "0" * 64


class Written(Protocol):
    """An entry as its hashes see it."""

    key: uuid.UUID
    at: datetime
    code: str
    actor_person: int | None
    actor_post: int | None
    actor_acting_for: int | None
    actor_on_behalf: int | None
    actor_printed: str
    document: int | None
    subject_kind: str
    subject: int | None
    clause: str
    edition: str
    payload: dict[str, Any]
    salt: str
    values_hash: str


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces: the same values always give the same text."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(*parts: object) -> str:
    """SHA-256 of the parts, each on its line."""
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()


def values_hash(entry: Written) -> str:
    """Salted hash of what a lawful destruction act may clear."""
    return digest(entry.salt, entry.actor_printed, canonical(entry.payload))


def row_hash(entry: Written) -> str:
    """Hash of what stays for ever: ids, deed, times and the hash of the values, not the values themselves."""
    return digest(
        entry.key,
        entry.at.astimezone(UTC).isoformat(),
        entry.code,
        entry.actor_person,
        entry.actor_post,
        entry.actor_acting_for,
        entry.actor_on_behalf,
        entry.document,
        entry.subject_kind,
        entry.subject,
        entry.clause,
        entry.edition,
        entry.values_hash,
    )


def link(before: str, position: int, entry: int, row: str) -> str:
    """The chain's hash at a position, from the hash before it."""
    return digest(before, position, entry, row)
