"""Writing the journal: the only way in."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from psycopg import sql
from psycopg.types.json import Jsonb

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
    deed = Deed(code, subject, document, clause, edition, payload)
    entry = _entry(actor, at, deed)
    entry.save(force_insert=True)
    return entry


@dataclass(frozen=True, slots=True)
class Deed:
    """What `record_many` writes down; as the parameters of `record`."""

    code: str
    subject: models.Model | None = None
    document: int | None = None
    clause: str = ""
    edition: str = ""
    payload: dict[str, Any] | None = None


def record_many(*, actor: Actor, at: datetime, deeds: Iterable[Deed]) -> None:
    """`record` for deeds of one moment, in their order; one statement for any number of them."""
    fields = [field for field in Entry._meta.concrete_fields if field.name not in ("id", "xact")]
    names = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields)
    # Rows of the journal are wide: an INSERT of thousands of values costs the deed more than all else that it does.
    copied = sql.SQL("COPY journal_entry ({}) FROM STDIN").format(names)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor, cursor.copy(copied) as copy:
        for deed in deeds:
            entry = _entry(actor, at, deed)
            copy.write_row([
                Jsonb(entry.payload) if field.name == "payload" else getattr(entry, field.attname) for field in fields
            ])  # fmt: skip


def _entry(actor: Actor, at: datetime, deed: Deed) -> Entry:
    values = json.loads(canonical(deed.payload or {}))
    entry = Entry(
        key=uuid.uuid4(),
        at=at,
        code=deed.code,
        actor_person=actor.person_id,
        actor_post=actor.post_id,
        actor_acting_for=actor.acting_for,
        actor_on_behalf=actor.on_behalf,
        actor_printed=actor.printed,
        document=deed.document,
        subject_kind=deed.subject._meta.label_lower if deed.subject is not None else "",
        subject=deed.subject.pk if deed.subject is not None else None,
        clause=deed.clause,
        edition=deed.edition,
        payload=values,
        salt=secrets.token_hex(16),
    )
    entry.values_hash = values_hash(entry)
    entry.row_hash = row_hash(entry)
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
