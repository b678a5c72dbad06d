"""The minutes are signed electronically by whom the clause names, in the file that was handed in (KR 4.45; DR 6.28).

An attempt is written down, the provider signs outside any transaction, what it made is judged and kept.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from magistrat.documents.actions import files
from magistrat.documents.models import File
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.organisation.queries import Signature
from magistrat.rules import minutes as rules
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.signatures import queries as signatures
from magistrat.signatures import signers
from magistrat.sittings.actions import deeds, minutes_signing
from magistrat.sittings.models import Minutes, MinutesSigning, Sitting
from magistrat.sittings.queries import minutes as queries
from magistrat.storage import actions as storage
from magistrat.storage import queries as contents

log = logging.getLogger(__name__)
State, Doing = Minutes.State, MinutesSigning.State
# An attempt without an answer for so long was broken off: its process died.
BROKEN_OFF = timedelta(minutes=5)


def sign(*, actor: Actor, at: datetime, sitting: int, provider: str, secret: str = "") -> MinutesSigning:
    """Sign by the provider what was handed in; the attempt comes back done, waiting or failed with the reason.

    :param secret: what the provider asks (a PIN).
    :raises Refusal: not handed in, not one whom the clause names, signed by him already, signed on paper, or an attempt goes on.
    """
    signer = signers.of(provider)
    if signer is None:
        raise Refusal("", "Такого надавача електронних підписів у системі немає.")
    attempt = _begin(actor, at, sitting, provider)
    asked = signers.Asked(
        person=attempt.person, name=attempt.printed_name, title=attempt.printed_title, field=f"Minutes{attempt.pk}",
        reason="Підписання протоколу", at=at, secret=secret,
    )  # fmt: skip
    try:
        answer = signer.sign(contents.path_of(attempt.given_id).read_bytes(), asked)
    except signers.Trouble as trouble:
        return _fail(attempt.pk, actor, at, trouble.words)
    if isinstance(answer, signers.Waiting):
        return _wait(attempt.pk, actor, at, answer)
    return _judge(attempt, answer, actor, at)


def collect_all(*, at: datetime) -> list[MinutesSigning]:
    """Ask for every attempt that waits for its provider; those that are over now."""
    over = []
    for attempt in queries.waiting_attempts():
        signer = signers.of(attempt.provider)
        try:
            answer = signer.collect(attempt.reference, at) if signer else None
            if answer is not None and not isinstance(answer, signers.Waiting):
                over.append(_judge(attempt, answer, SYSTEM, at))
        except signers.Trouble as trouble:
            over.append(_fail(attempt.pk, SYSTEM, at, trouble.words))
        except Exception:  # whatever a provider's program does; it is asked again in a minute
            log.exception("signing of minutes %s: the provider's answer cannot be had", attempt.pk)
    return over


def role_of(*, sitting: Sitting, minutes: Minutes | None, actor: Actor, at: datetime) -> tuple[str, Signature] | None:
    """In which role the actor signs the minutes now, with the lines that are printed; nothing when he does not."""
    if minutes is None or minutes.state != State.SIGNING or actor.on_behalf is not None:
        return None
    held = {one["role"] for one in minutes.signed_printed}
    state, on = queries.assembled(sitting).state, local_date(at)
    for role in rules.signatory_roles(deeds.rules_of(sitting)):
        signers = queries.signatures_of(sitting, state, role, on) if role not in held else []
        if his := next((one for one in signers if one.person_id == actor.person_id), None):
            return role, his
    return None


def _begin(actor: Actor, at: datetime, sitting: int, provider: str) -> MinutesSigning:
    with transaction.atomic():
        found, minutes = _locked(sitting)
        clause = rules.signing_clause(deeds.rules_of(found))
        if minutes.state != State.SIGNING:
            raise Refusal("", f"Протокол зараз не підписують: його стан — «{minutes.get_state_display()}».")
        his = role_of(sitting=found, minutes=minutes, actor=actor, at=at)
        if his is None:
            raise Refusal(clause, "Протокол підписують інші посадові особи, або Ваш підпис уже є.")
        if minutes.signed_printed and not minutes.is_electronic:
            raise Refusal("", "Протокол уже підписують на папері: решту підписів теж ставлять на папері.")
        _end_broken(minutes, at)
        role, signature = his
        attempt = MinutesSigning.objects.create(
            minutes=minutes, role=role, provider=provider, asked_at=at, asked_by=actor.printed,
            person=signature.person_id or 0, printed_title="\n".join(signature.lines), printed_name=signature.name,
            given_id=_given(minutes),
        )  # fmt: skip
        text = f"Розпочато електронне підписання протоколу: {signature.title} {signature.name}"
        deeds.note(found, actor, at, "sittings.minutes_signing_began", text, clause, attempt=attempt.pk)
    return attempt


def _wait(attempt: int, actor: Actor, at: datetime, answer: signers.Waiting) -> MinutesSigning:
    with transaction.atomic():
        found = MinutesSigning.objects.select_for_update().get(pk=attempt)
        found.reference, found.trouble = answer.reference[:200], answer.words[:600]
        found.save(update_fields=["reference", "trouble"])
        deeds.note(
            _sitting(found), actor, at, "sittings.minutes_signing_waits",
            f"Підписання протоколу очікує на відповідь надавача. {answer.words}".strip(), attempt=attempt,
        )  # fmt: skip
    return found


def _fail(attempt: int, actor: Actor, at: datetime, words: str) -> MinutesSigning:
    with transaction.atomic():
        found = MinutesSigning.objects.select_for_update().get(pk=attempt)
        if found.state == Doing.WAITING:
            found.state, found.ended_at, found.trouble = Doing.FAILED, at, words[:600]
            found.save(update_fields=["state", "ended_at", "trouble"])
            text = f"Електронне підписання протоколу не вдалося: {words}"
            deeds.note(_sitting(found), actor, at, "sittings.minutes_signing_failed", text, attempt=attempt)
    return found


def _judge(attempt: MinutesSigning, made: bytes, actor: Actor, at: datetime) -> MinutesSigning:
    """Keep what the provider made, if it is the given file with a signature of the person that holds; else it has failed."""
    given = contents.path_of(attempt.given_id).read_bytes()
    if words := signatures.trouble_of(given, made, attempt.printed_name, at):
        return _fail(attempt.pk, actor, at, words)
    try:
        return _finish(attempt.pk, made, actor, at)
    except Refusal as refusal:
        # Meanwhile the minutes came back to work or were signed otherwise: what was signed is not them any more.
        return _fail(attempt.pk, actor, at, str(refusal))


def _finish(attempt: int, made: bytes, actor: Actor, at: datetime) -> MinutesSigning:
    with transaction.atomic():
        found, minutes = _locked(MinutesSigning.objects.values_list("minutes__sitting", flat=True).get(pk=attempt))
        row = MinutesSigning.objects.select_for_update().get(pk=attempt)
        if row.state != Doing.WAITING or minutes.state != State.SIGNING or row.given_id != _given(minutes):
            raise Refusal("", "Це підписання вже не чинне: протокол тим часом змінено.")
        row.state, row.ended_at, row.trouble = Doing.DONE, at, ""
        row.made = storage.keep(content=made, at=at)
        row.save(update_fields=["state", "ended_at", "trouble", "made"])
        minutes.is_electronic = True
        signature = Signature(tuple(row.printed_title.split("\n")), row.printed_name, row.person)
        # The day is that on which the signature was asked for, however late the provider answered.
        minutes_signing.done(
            found=found,
            minutes=minutes,
            role=row.role,
            signature=signature,
            on=local_date(row.asked_at),
            actor=actor,
            at=at,
        )
        if minutes.state == State.SIGNED and minutes.document is not None:
            name = f"Протокол № {minutes.document.index} (підписано).pdf".replace("/", "-")
            upload = files.Upload(name, made, File.Role.SIGNED)
            files.put(document=minutes.document, uploads=[upload], actor=actor, at=at)
    return row


def _locked(sitting: int) -> tuple[Sitting, Minutes]:
    found = deeds.locked(sitting)
    minutes = Minutes.objects.select_for_update(of=("self",)).select_related("document").filter(sitting=found).first()
    if minutes is None:
        raise Refusal("", "Протоколу цього засідання ще немає.")
    return found, minutes


def _given(minutes: Minutes) -> str:
    """What is signed next: the file with the signatures that it has, else the one that was handed in."""
    signed = minutes.signings.filter(state=Doing.DONE, asked_at__gte=minutes.handed_at).order_by("-pk").first()
    if signed is not None and signed.made_id is not None:
        return str(signed.made_id)
    assert minutes.document is not None
    main = minutes.document.files.filter(role=File.Role.MAIN, replaced_by__isnull=True, removed_at__isnull=True).first()
    if main is None or main.blob_id is None:
        raise Refusal("", "Файлу протоколу немає: подайте його на підпис знову.")
    return str(main.blob_id)


def _end_broken(minutes: Minutes, at: datetime) -> None:
    waiting = minutes.signings.select_for_update().filter(state=Doing.WAITING).first()
    if waiting is None:
        return
    if waiting.reference or at - waiting.asked_at < BROKEN_OFF:
        raise Refusal("", "Підписання вже триває. Дочекайтеся його завершення.")
    waiting.state, waiting.ended_at, waiting.trouble = Doing.FAILED, at, "Підписання перервано."
    waiting.save(update_fields=["state", "ended_at", "trouble"])


def _sitting(attempt: MinutesSigning) -> Sitting:
    return Sitting.objects.select_related("gathering").get(minutes=attempt.minutes_id)
