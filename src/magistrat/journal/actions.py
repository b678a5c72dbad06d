"""Writing the journal: the only way in."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from magistrat.journal.actor import Actor
from magistrat.journal.models import Entry


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces: the same values always give the same text."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(*parts: object) -> str:
    """SHA-256 of the parts, each on its line."""
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()


def row_hash(entry: Entry) -> str:
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


def record(
    *,
    actor: Actor,
    at: datetime,
    code: str,
    subject: models.Model | None = None,
    document: int | None = None,
    clause: str = "",
    edition: str = "",
    payload: dict[str, Any] | None = None,
) -> Entry:
    """Write down a deed in the caller's transaction.

    `code` is `app.past_tense` and never renamed; `document` the id of the document whose timeline shows it.
    """
    values = json.loads(canonical(payload or {}))
    salt = secrets.token_hex(16)
    entry = Entry(
        key=uuid.uuid4(),
        at=at,
        code=code,
        actor_person=actor.person_id,
        actor_post=actor.post_id,
        actor_acting_for=actor.acting_for,
        actor_on_behalf=actor.on_behalf,
        actor_printed=actor.printed,
        document=document,
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject=subject.pk if subject is not None else None,
        clause=clause,
        edition=edition,
        payload=values,
        salt=salt,
        values_hash=digest(salt, actor.printed, canonical(values)),
    )
    entry.row_hash = row_hash(entry)
    entry.save(force_insert=True)
    return entry
