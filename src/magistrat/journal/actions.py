"""Writing the journal: the only way in."""

from __future__ import annotations

import json
import secrets
import uuid
from datetime import datetime
from typing import Any

from django.db import models, transaction

from magistrat.journal import queries, signing
from magistrat.journal.actor import Actor
from magistrat.journal.hashes import canonical, link, row_hash, values_hash
from magistrat.journal.models import Entry, Head, Seal

BATCH = 2000
REACH = 20_000


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
        salt=secrets.token_hex(16),
    )
    entry.values_hash = values_hash(entry)
    entry.row_hash = row_hash(entry)
    entry.save(force_insert=True)
    return entry


def seal(*, at: datetime, is_thorough: bool = False) -> int:
    """Link the entries of finished transactions to the chain, in the order of their ids; returns how many.

    One sealer at a time: another one that comes meanwhile does nothing.

    :param is_thorough: look through the whole journal, not only from `REACH` ids before the last link: what a deed that
        lasted longer than so many others left behind is found by the hourly look.
    """
    with transaction.atomic():
        if not queries.hold_the_chain():
            return 0
        horizon = queries.horizon()
        sealed = 0
        while linked := _seal_batch(at, horizon, is_thorough):
            sealed += linked
    return sealed


def _seal_batch(at: datetime, horizon: int, is_thorough: bool) -> int:
    position, before = queries.chain_head()
    beyond = 0 if is_thorough else queries.last_linked() - REACH
    seals = []
    for entry, row in queries.unsealed(horizon, BATCH, beyond=beyond):
        position += 1
        before = link(before, position, entry, row)
        seals.append(Seal(position=position, entry_id=entry, chain_hash=before, sealed_at=at))
    Seal.objects.bulk_create(seals)
    return len(seals)


def sign_head(*, at: datetime) -> Head | None:
    """Sign the chain as it stands; nothing when it has not grown since the last signature."""
    with transaction.atomic():
        if not queries.hold_the_chain():
            return None
        position, chain_hash = queries.chain_head()
        last = queries.last_head()
        if position == 0 or (last is not None and last.position == position):
            return None
        signature, public_key = signing.sign(position, chain_hash, at)
        return Head.objects.create(
            position=position,
            chain_hash=chain_hash,
            signed_at=at,
            signature=signature,
            public_key=public_key,
        )
