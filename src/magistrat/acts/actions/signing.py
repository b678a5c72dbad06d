"""The way to the mayor's table, the mark of a signature on paper, what comes back unsigned (KR 4.4, 6.11-6.14; DR 5.10-5.12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from magistrat.acts.actions import deeds, presenting, putting_signature, repeating
from magistrat.acts.models import Act, Signing
from magistrat.acts.queries import registrars
from magistrat.acts.queries import signing as facts
from magistrat.approvals.actions import sending as approvals
from magistrat.documents.actions import files
from magistrat.documents.models import File
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Post
from magistrat.rules import orders
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

State = Act.State


def hand_in(
    *, actor: Actor, at: datetime, act: int, signatory: int | None = None, adopted_on: date | None = None,
    repeat_ground: str = "",
) -> Act:  # fmt: skip
    """Put an agreed draft before the one who signs; its registering office sees it from now on (KR 6.11; DR 5.10).

    :param signatory: the post; without it, the usual one of the kind.
    :param adopted_on: the day on which the council adopted its decision; that of the committee's follows from its outcome.
    :param repeat_ground: the normative act by which the plenary meeting considered such a decision twice (KR 5.5).
    :raises Refusal: neither its drafter nor who registers; not agreed; a visa lacks; nobody signs such acts; not adopted
        (KR 4.4; DR 6.26); no day of adoption or one ahead; another one of the title or change on that day (KR 5.5).
    """
    with transaction.atomic():
        found = deeds.locked(act, actor)
        deeds.must_be(found, State.AGREED)
        _must_be_drafters_or_registrars(found, actor, at)
        version = facts.version_of(found.document_id)
        putting_signature.raise_first(facts.refusals(found, version))
        if version is not None and not facts.is_text_of(found, version):
            raise Refusal("", "Після погодження текст змінено: надішліть змінений текст на погодження.")
        post = _signatory(found, signatory, local_date(at))
        counted_from = _put_adoption(found, adopted_on, local_date(at))
        if counted_from is not None:
            repeating.judge(act=found, on=counted_from, ground=repeat_ground, actor=actor, at=at)
        presenting.put_before(act=found, post=post, adopted_on=counted_from, actor=actor, at=at)
    return found


def mark_paper(
    *,
    actor: Actor,
    at: datetime,
    act: int,
    signed_on: date,
    scan: Sequence[files.Upload],
    are_annexes_signed: bool = False,
    person: int | None = None,
) -> Act:
    """A clerk of the registry marks the signature that stands on the paper, with its scan.

    :param signed_on: the day of the signature, not later than today; who signed follows from it.
    :param person: who of `queries.signing.signatures`, when the sitting was led by another than signs on that day (DR 6.26).
    :param are_annexes_signed: the clerk has seen the signatures on the annexes, where there are any.
    :raises Refusal: no right in the registry; not before the signatory; a visa lacks; no scan; a day ahead or before the act was
        handed in; nobody held the post on that day; unsigned annexes (KR 4.16.4, 6.12; DR 5.11).
    """
    with transaction.atomic():
        found = deeds.locked(act, actor)
        deeds.must_be(found, State.SIGNING)
        must_be_registrars(act=found, actor=actor, at=at)
        version = putting_signature.signable(act=found)
        if not scan:
            raise Refusal("", "Долучіть скановану копію підписаного акта.")
        if not local_date(found.changed_at) <= signed_on <= local_date(at):
            raise Refusal("", "День підписання не може бути раніший за подання на підпис чи пізніший за сьогодні.")
        annexes = facts.annex_signers(found, signed_on)
        if annexes and not are_annexes_signed:
            titles = ", ".join(one.post.title for one in annexes)
            raise Refusal(annexes[0].clause, f"Підтвердьте, що додатки підписано: {titles}.")
        signed = putting_signature.signature_of(act=found, on=signed_on, person=person)
        kept = files.put(
            document=found.document, uploads=[replace(one, role=File.Role.SIGNED) for one in scan], actor=actor, at=at
        )
        _end_attempts(found, at, "Акт підписано на папері.")
        putting_signature.done(
            act=found, signature=signed, on=signed_on, version=version, file=kept[0], actor=actor, at=at
        )
    return found


def withdraw(*, actor: Actor, at: datetime, act: int, reason: str) -> Act:
    """Take the mark of a signature on paper back while the act has no number: it waits for signature again.

    :raises Refusal: no right in the registry, no reason, an electronic original, or it has a number.
    """
    with transaction.atomic():
        found = deeds.locked(act, actor)
        deeds.must_be(found, State.SIGNED)
        must_be_registrars(act=found, actor=actor, at=at)
        if not reason.strip():
            raise Refusal("", "Зазначте, чому відмітку про підпис знято.")
        if found.is_electronic:
            raise Refusal("", "Електронний підпис не знімають: акт підписано, його належить зареєструвати.")
        _unsigned(found)
        found.state, found.remark = State.SIGNING, ""
        deeds.touch(found, actor, at)
        text = f"Відмітку про підпис знято, акт знову на підписі. Причина: {reason.strip()}"
        deeds.note(found, actor, at, "acts.signature_withdrawn", text)
        key = f"acts.signature_withdrawn:{found.pk}:{at.isoformat()}"
        deeds.tell(found, at, key, [found.signatory_id], "Знову на підпис", reason.strip())
    return found


def send_back(*, actor: Actor, at: datetime, act: int, reason: str) -> Act:
    """What is not signed goes back for rework with the reason (KR 6.14; DR 5.12): the mayor says it, or who registers for him.

    :raises Refusal: neither, no reason, or it does not wait for signature.
    """
    with transaction.atomic():
        found = deeds.locked(act, actor)
        deeds.must_be(found, State.SIGNING)
        if found.signatory_id not in actor.line:
            must_be_registrars(act=found, actor=actor, at=at)
        if not reason.strip():
            raise Refusal(_back_clause(found), "Зазначте, чому проєкт не підписано: розробник має знати причину.")
        _end_attempts(found, at, "Проєкт повернуто без підпису.")
        # What the committee has adopted is no draft any more: its text comes back to be compared with the adopted one.
        is_adopted = found.outcome_id is not None
        found.state = State.REWORK if is_adopted else State.DRAFT
        found.remark, found.due_on, found.due_clause = reason.strip()[:1000], None, ""
        deeds.touch(found, actor, at)
        if not is_adopted:
            approvals.send_back(actor=actor, at=at, document=found.document_id, reason=reason.strip())
        text = f"{'Рішення' if is_adopted else 'Проєкт'} не підписано, повернуто на доопрацювання. Причина: {reason.strip()}"
        deeds.note(found, actor, at, "acts.returned_unsigned", text, _back_clause(found))
        key = f"acts.returned_unsigned:{found.pk}:{at.isoformat()}"
        to = [found.drafter_id, found.drafter.head_id]
        deeds.tell(found, at, key, to, "Не підписано, повернуто на доопрацювання", reason.strip())
    return found


def must_be_registrars(*, act: Act, actor: Actor, at: datetime) -> None:
    """Go on only for those who keep the act's registry.

    :raises Refusal: with the clause that says whose it is.
    """
    if refusal := registrars.refusal(act, actor, local_date(at)):
        raise refusal


def _must_be_drafters_or_registrars(act: Act, actor: Actor, at: datetime) -> None:
    if not deeds.is_drafters(act, actor):
        must_be_registrars(act=act, actor=actor, at=at)


def _signatory(act: Act, wanted: int | None, on: date) -> Post:
    known = facts.signatories(act, on)
    found = next((post for post in known if wanted is None or post.pk == wanted), None)
    if found is None:
        raise Refusal(putting_signature.rule_clause(act), "Такі акти підписує інша посадова особа.")
    return found


def _put_adoption(act: Act, adopted_on: date | None, on: date) -> date | None:
    """The day from which the term of signature is counted; written as the day of the act where that is its adoption."""
    edition = deeds.rules_of(act)
    if not orders.is_dated_by_adoption(edition, act.kind):
        return None
    if act.outcome is not None:
        return act.outcome.on
    entry = orders.numbering_rule(edition, act.kind)
    if adopted_on is None or adopted_on > on:
        raise Refusal(entry.clause if entry else "", "Зазначте день, коли рішення ухвалено.")
    act.adopted_on = adopted_on
    return adopted_on


def _end_attempts(act: Act, at: datetime, words: str) -> None:
    Signing.objects.filter(act=act, state=Signing.State.WAITING).update(
        state=Signing.State.FAILED, ended_at=at, trouble=words
    )


def _unsigned(act: Act) -> None:
    act.signed_on = act.signed_at = act.due_on = None
    act.signed_title = act.signed_name = act.due_clause = ""
    act.signed_version = act.signed_file = None


def _back_clause(act: Act) -> str:
    entry = orders.returned_unsigned(deeds.rules_of(act))
    return entry.clause if entry else ""
