"""The mark of the paper signature: by the signatory himself, or by the clerk who lays in the scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from magistrat.correspondence.actions import way
from magistrat.correspondence.models import Letter
from magistrat.correspondence.queries import facts
from magistrat.documents.actions import files
from magistrat.documents.models import File
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.queries import Signature
from magistrat.regulation import queries as regulation
from magistrat.rules import letters
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

State = Letter.State
CLERKS = ("document.register_outgoing", "document.register_unit")


def sign(*, actor: Actor, at: datetime, letter: int) -> Letter:
    """The signatory (or who stands in for him: both posts are printed, KR 4.16.7) marks that he has signed today.

    :raises Refusal: no right, another's letter, it is not for signature, or by its addressee he may not sign it.
    """
    with transaction.atomic():
        found = way.locked(letter, actor)
        way.must_be(found, State.SIGNING)
        if found.signatory_id != actor.post_id:
            anothers = Refusal("", f"Лист підписує {found.signatory.title}.")
            anothers.is_right = True
            raise anothers
        way.demand(actor, letters.SIGN, at)
        signers = organisation.signers_of(found.signatory_id, local_date(at))
        signature = next((one for one in signers if one.person_id == actor.person_id), None)
        if signature is None:
            raise Refusal("", "Цього дня за посаду підписує інша особа: обов'язки передано.")
        _sign(found, signature, local_date(at), actor, at)
    return found


def mark_paper(
    *, actor: Actor, at: datetime, letter: int, signed_on: date, scan: Sequence[files.Upload], person: int | None = None
) -> Letter:
    """A clerk marks the signature that stands on the paper, with its scan.

    :param signed_on: the day of the signature, not later than today; who signed follows from it.
    :param person: who signed, on a day on which duties were taken back: one before that, another after it.
    :raises Refusal: no right of registration, no scan, a day ahead or before the letter went for signature, nobody held the
        post on that day, or two signed for it and it is not said who.
    """
    with transaction.atomic():
        found = way.locked(letter, actor)
        way.must_be(found, State.SIGNING)
        demand_clerk(actor, at)
        if not scan:
            raise Refusal("", "Долучіть скановану копію підписаного листа.")
        if not local_date(found.changed_at) <= signed_on <= local_date(at):
            raise Refusal("", "День підписання не може бути раніший за проєкт листа чи пізніший за сьогодні.")
        signature = _signer(found, signed_on, person)
        signed = [replace(upload, role=File.Role.SIGNED) for upload in scan]
        files.put(document=found.document, uploads=signed, actor=actor, at=at)
        _sign(found, signature, signed_on, actor, at)
    return found


def _signer(letter: Letter, on: date, person: int | None) -> Signature:
    signers = organisation.signers_of(letter.signatory_id, on)
    if not signers:
        raise Refusal("", f"Посада «{letter.signatory.title}» того дня вакантна: підписати лист було нікому.")
    return organisation.named_signer(signers, person, on)


def withdraw(*, actor: Actor, at: datetime, letter: int, reason: str) -> Letter:
    """Take a mark of signature back while the letter has no number: it waits for signature again (DR 11.4).

    :raises Refusal: neither the signatory nor a clerk who registers, no reason, or it has a number.
    """
    with transaction.atomic():
        found = way.locked(letter, actor)
        way.must_be(found, State.SIGNED)
        if found.signatory_id != actor.post_id:
            demand_clerk(actor, at)
        if not reason.strip():
            raise Refusal("", "Зазначте, чому відмітку про підпис знято.")
        found.state, found.signed_on, found.signed_at = State.SIGNING, None, None
        found.signed_title = found.signed_name = found.due_clause = ""
        found.due_on = None
        found.save()
        text = f"Відмітку про підпис знято, лист знову на підписі. Причина: {reason.strip()}"
        way.note(found, actor, at, "correspondence.signature_withdrawn", text)
        key = f"correspondence.signature_withdrawn:{found.pk}:{at.isoformat()}"
        way.tell(found, at, key, [found.signatory_id], "Знову на підпис", reason.strip())
    return found


def demand_clerk(actor: Actor, at: datetime) -> None:
    """Go on only for those who register outgoing papers.

    :raises Refusal: with the clause that says whose right it is.
    """
    refusals = [regulation.refusal(actor=actor, right=right, on=local_date(at)) for right in CLERKS]
    if all(refusals):
        raise next(refusal for refusal in refusals if refusal)


def _sign(letter: Letter, signature: Signature, on: date, actor: Actor, at: datetime) -> None:
    if refusal := letters.refusal_to_sign(facts.rules_of(letter), facts.matter_of(letter), letter.signatory.roles):
        raise refusal
    letter.state, letter.signed_on, letter.signed_at = State.SIGNED, on, at
    letter.signed_title, letter.signed_name = "\n".join(signature.lines), signature.name
    due = letters.register_by(facts.rules_of(letter), regulation.work_calendar(), signed_on=on)
    letter.due_on, letter.due_clause = due or (None, "")
    letter.save()
    text = f"Лист підписано {on:%d.%m.%Y}: {signature.title}, {signature.name}"
    way.note(letter, actor, at, "correspondence.signed", text, letter.due_clause, on=on)
    key = f"correspondence.signed:{letter.pk}:{at.isoformat()}"
    way.tell(letter, at, key, [letter.drafter_id], "Підписано")
