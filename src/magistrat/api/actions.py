"""Programs: their keys, what they register, how often they come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from magistrat.api import keys
from magistrat.api.models import Delivery, Program, Usage
from magistrat.api.scopes import SCOPES
from magistrat.documents.actions import registration
from magistrat.documents.card import Card, Signed
from magistrat.documents.models import Direction, Document
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

RIGHT = "account.manage"
LONGEST_DAYS = 366
TAKEN = "Програма з такою назвою вже має чинний ключ. Скасуйте його або виберіть іншу назву."
OTHER_CONTENT = "Під цим ключем повторення (Idempotency-Key) уже надіслано інший документ."
REGISTER: dict[str, Callable[..., Document]] = {
    Direction.INCOMING: registration.register_incoming,
    Direction.INTERNAL: registration.register_internal,
    Direction.OUTGOING: registration.register_outgoing,
}


def issue(
    *, actor: Actor, at: datetime, title: str, post_id: int, scopes: Sequence[str], expires_on: date, purpose: str = ""
) -> tuple[Program, str]:
    """Let a program in: returns it with its key, which is shown once and kept nowhere.

    :raises Refusal: no right, no scope, a term in the past or longer than a year, or the title is taken.
    """
    on, key = local_date(at), keys.new()
    with transaction.atomic():
        _ask(actor, on)
        _check(scopes, expires_on, on)
        post = organisation.post(post_id)
        program = Program(
            title=title.strip(), purpose=purpose.strip(), post=post, scopes=sorted(set(scopes)), expires_on=expires_on,
            issued_at=at, issued_by=actor.printed, prefix=key.prefix, secret_hash=key.secret_hash,
        )  # fmt: skip
        try:
            with transaction.atomic():
                program.save()
        except IntegrityError:
            raise Refusal("", TAKEN) from None
        text = f"Програмі «{program.title}» видано ключ до {expires_on:%d.%m.%Y}; працює від посади: {post.title}"
        _note(actor, at, "api.program_issued", program, text)
    return program, key.written


def renew(*, actor: Actor, at: datetime, program_id: int, expires_on: date) -> tuple[Program, str]:
    """Give the program another key and another term; the old key ends at once.

    :raises Refusal: no right, a term in the past or longer than a year, or the program is revoked.
    """
    on, key = local_date(at), keys.new()
    with transaction.atomic():
        _ask(actor, on)
        program = _locked(program_id)
        _check(program.scopes, expires_on, on)
        program.prefix, program.secret_hash, program.expires_on = key.prefix, key.secret_hash, expires_on
        program.save(update_fields=["prefix", "secret_hash", "expires_on"])
        text = f"Програмі «{program.title}» видано новий ключ до {expires_on:%d.%m.%Y}; попередній не діє"
        _note(actor, at, "api.program_renewed", program, text)
    return program, key.written


def revoke(*, actor: Actor, at: datetime, program_id: int, reason: str) -> Program:
    """End a program's key at once, with the reason.

    :raises Refusal: no right, no reason, or it is revoked already.
    """
    with transaction.atomic():
        _ask(actor, local_date(at))
        program = _locked(program_id)
        if not reason.strip():
            raise Refusal("", "Зазначте підставу скасування.")
        program.revoked_at, program.revoked_because = at, reason.strip()
        program.save(update_fields=["revoked_at", "revoked_because"])
        text = f"Ключ програми «{program.title}» скасовано. Підстава: {program.revoked_because}"
        _note(actor, at, "api.program_revoked", program, text)
    return program


def register_once(
    *, actor: Actor, at: datetime, program_id: int, key: str, fingerprint: str, direction: str, registry_id: int,
    card: Card, links: Sequence[tuple[int, str]] = (), confirm: bool = False, signed: Signed | None = None,
) -> tuple[Document, bool]:  # fmt: skip
    """Register a document for a program; sent again under the same key it is the same document (`False`: not a new one).

    Two requests at once wait for each other at the key's row. A refused registration leaves no trace of the key.

    :raises Refusal: what registration refuses; another content was sent under the key.
    """
    with transaction.atomic():
        delivery, is_new = Delivery.objects.get_or_create(
            program_id=program_id, key=key, defaults={"fingerprint": fingerprint, "at": at}
        )
        if not is_new:
            if delivery.fingerprint != fingerprint:
                raise Refusal("", OTHER_CONTENT)
            assert delivery.document is not None
            return delivery.document, False
        more: dict[str, object] = {"confirm": confirm} if direction == Direction.INCOMING else {}
        if direction == Direction.OUTGOING:
            more = {"signed": signed}
        document = REGISTER[Direction(direction)](
            actor=actor, at=at, registry_id=registry_id, card=card, links=links, **more
        )
        delivery.document = document
        delivery.save(update_fields=["document"])
    return document, True


def note_use(*, program_id: int, operation: str, on: date, is_refused: bool) -> None:
    """Count a call of the program; part of no deed."""
    row = {"program_id": program_id, "on": on, "operation": operation}
    Usage.objects.bulk_create([Usage(**row)], ignore_conflicts=True)
    Usage.objects.filter(**row).update(calls=F("calls") + 1, refused=F("refused") + int(is_refused))


def _check(scopes: Sequence[str], expires_on: date, on: date) -> None:
    if not scopes or not set(scopes) <= SCOPES.keys():
        raise Refusal("", "Виберіть, що програмі дозволено.")
    if expires_on < on:
        raise Refusal("", "Строк дії ключа вже минув: зазначте день, що настане.")
    if (expires_on - on).days > LONGEST_DAYS:
        raise Refusal("", "Ключ видають не довше ніж на рік.")


def _locked(program_id: int) -> Program:
    program = Program.objects.select_for_update(of=("self",)).get(pk=program_id)
    if program.revoked_at is not None:
        raise Refusal("", f"Ключ програми «{program.title}» уже скасовано.")
    return program


def _ask(actor: Actor, on: date) -> None:
    if refusal := regulation.refusal(actor=actor, right=RIGHT, on=on):
        raise refusal


def _note(actor: Actor, at: datetime, code: str, program: Program, text: str) -> None:
    journal.record(actor=actor, at=at, code=code, subject=program, payload={"text": text})
