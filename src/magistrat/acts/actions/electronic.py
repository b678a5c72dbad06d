"""Electronic signing: an attempt is written down, the provider signs outside any transaction, what it made is judged and kept.

Nothing here gives a number: an attempt that waits or has failed leaves the act where it was.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from magistrat.acts.actions import deeds, putting_signature
from magistrat.acts.models import Act, Signing
from magistrat.acts.queries import on_paper
from magistrat.acts.queries import signing as facts
from magistrat.documents.actions import files
from magistrat.documents.models import File
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.queries import Signature
from magistrat.rules import orders
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.signatures import queries as signatures
from magistrat.signatures import signers
from magistrat.storage import actions as storage
from magistrat.storage import queries as contents

State = Act.State
Part = Signing.Part
# An attempt without an answer for so long was broken off: its process died.
BROKEN_OFF = timedelta(minutes=5)


def sign(
    *, actor: Actor, at: datetime, act: int, provider: str, version: int, part: str = Part.ACT, secret: str = ""
) -> Signing:
    """Sign the act (or its annexes) by the provider; the attempt comes back done, waiting or failed with the reason.

    :param version: number of the version that the person has looked at: another one is not signed.
    :param secret: what the provider asks (a PIN).
    :raises Refusal: another's act, no right, a visa lacks, another version by now, unsigned annexes, or an attempt goes on.
    """
    signer = signers.of(provider)
    if signer is None:
        raise Refusal("", "Такого надавача електронних підписів у системі немає.")
    attempt = begin(actor=actor, at=at, act=act, provider=provider, version=version, part=part)
    asked = signers.Asked(
        person=attempt.person, name=attempt.printed_name, title=attempt.printed_title, field=_field(attempt),
        reason=_reason(attempt), at=at, secret=secret,
    )  # fmt: skip
    given = contents.path_of(attempt.given_id).read_bytes()
    try:
        answer = signer.sign(given, asked)
    except signers.Trouble as trouble:
        return fail(actor=actor, at=at, attempt=attempt.pk, words=trouble.words)
    return _answered(attempt, answer, actor, at)


def collect(*, actor: Actor, at: datetime, attempt: int) -> Signing | None:
    """Ask the provider what has become of an attempt that waits; nothing when it waits on or is over."""
    found = Signing.objects.filter(pk=attempt, state=Signing.State.WAITING).exclude(reference="").first()
    signer = signers.of(found.provider) if found else None
    if found is None or signer is None:
        return None
    try:
        answer = signer.collect(found.reference, at)
    except signers.Trouble as trouble:
        return fail(actor=actor, at=at, attempt=attempt, words=trouble.words)
    return None if isinstance(answer, signers.Waiting) else finish(actor=actor, at=at, attempt=attempt, made=answer)


def _answered(attempt: Signing, answer: bytes | signers.Waiting, actor: Actor, at: datetime) -> Signing:
    if isinstance(answer, signers.Waiting):
        return wait(actor=actor, at=at, attempt=attempt.pk, reference=answer.reference, words=answer.words)
    return finish(actor=actor, at=at, attempt=attempt.pk, made=answer)


def begin(*, actor: Actor, at: datetime, act: int, provider: str, version: int, part: str = Part.ACT) -> Signing:
    """Write down that the act is being signed, with the very file that is.

    :raises Refusal: as `sign`.
    """
    with transaction.atomic():
        found = deeds.locked(act, actor)
        deeds.must_be(found, State.SIGNING)
        signable = putting_signature.signable(act=found)
        if signable.number != version:
            raise Refusal(
                "", f"Поки Ви дивилися, з'явилася версія {signable.number}: перегляньте її перед підписанням."
            )
        post, signature = _signer(found, part, actor, at)
        if part == Part.ACT and (waiting := facts.unsigned_annexes(found, signable, local_date(at))):
            titles = ", ".join(one.post.title for one in waiting)
            raise Refusal(waiting[0].clause, f"Спершу підписують додатки: {titles}.")
        _end_broken(found, at)
        before = facts.last_signed(found, signable)
        given = before.made if before else None
        if given is None:
            pdf = on_paper.pdf(found.pk, version=signable.number, at=at)
            given = storage.keep(content=pdf, at=at)
        attempt = Signing.objects.create(
            act=found, version=signable, part=part, provider=provider, asked_at=at, asked_by=actor.printed, post_id=post,
            person=signature.person_id or 0, printed_title="\n".join(signature.lines), printed_name=signature.name,
            given=given,
        )  # fmt: skip
        text = f"Розпочато електронне підписання: {signature.title}, {signature.name} ({attempt.get_part_display()})"
        deeds.note(found, actor, at, "acts.signing_began", text, version=signable.number, attempt=attempt.pk)
    return attempt


def wait(*, actor: Actor, at: datetime, attempt: int, reference: str, words: str) -> Signing:
    """The provider answers later; until then the act has neither signature nor number."""
    with transaction.atomic():
        found = _locked(attempt)
        found.reference, found.trouble = reference[:200], words[:600]
        found.save(update_fields=["reference", "trouble"])
        text = f"Електронне підписання очікує на відповідь надавача. {words}".strip()
        deeds.note(found.act, actor, at, "acts.signing_waits", text, attempt=found.pk)
    return found


def fail(*, actor: Actor, at: datetime, attempt: int, words: str) -> Signing:
    """The attempt has failed: the act waits for signature as before."""
    with transaction.atomic():
        found = _locked(attempt)
        if found.state == Signing.State.WAITING:
            found.state, found.ended_at, found.trouble = Signing.State.FAILED, at, words[:600]
            found.save(update_fields=["state", "ended_at", "trouble"])
            text = f"Електронне підписання не вдалося: {words}"
            deeds.note(found.act, actor, at, "acts.signing_failed", text, attempt=found.pk)
    return found


def finish(*, actor: Actor, at: datetime, attempt: int, made: bytes) -> Signing:
    """Keep what the provider made, if it is the given file with a signature of the person that holds; else the attempt fails."""
    if words := _trouble_of(attempt, made, at):
        return fail(actor=actor, at=at, attempt=attempt, words=words)
    try:
        return _finish(actor, at, attempt, made)
    except Refusal as refusal:
        # Meanwhile the act was returned, changed or signed on paper: what was signed is not the act any more.
        return fail(actor=actor, at=at, attempt=attempt, words=str(refusal))


def _finish(actor: Actor, at: datetime, attempt: int, made: bytes) -> Signing:
    with transaction.atomic():
        act = deeds.locked(Signing.objects.values_list("act", flat=True).get(pk=attempt), SYSTEM)
        found = _locked(attempt)
        if found.state != Signing.State.WAITING:
            raise Refusal("", "Це підписання вже завершено.")
        deeds.must_be(act, State.SIGNING)
        version = putting_signature.signable(act=act)
        if version.pk != found.version_id:
            raise Refusal("", "Підписано попередню версію: перегляньте й підпишіть чинну.")
        found.state, found.ended_at, found.trouble = Signing.State.DONE, at, ""
        found.made = storage.keep(content=made, at=at)
        found.save(update_fields=["state", "ended_at", "trouble", "made"])
        if found.part == Part.ACT:
            _sign_act(act, found, made, actor, at)
        else:
            text = f"Додатки підписано електронним підписом: {found.printed_title}, {found.printed_name}"
            deeds.note(act, actor, at, "acts.annexes_signed", text.replace("\n", " "), attempt=found.pk)
    return found


def _sign_act(act: Act, attempt: Signing, made: bytes, actor: Actor, at: datetime) -> None:
    name = f"{act.title[:120]}.pdf"
    (file,) = files.put(document=act.document, uploads=[files.Upload(name, made, File.Role.SIGNED)], actor=actor, at=at)
    signature = Signature(
        tuple(attempt.printed_title.split("\n")), attempt.printed_name, attempt.person, attempt.post_id
    )
    # The day of the act is the day on which its signature was asked for, however late the provider answered.
    on = local_date(attempt.asked_at)
    putting_signature.done(
        act=act, signature=signature, on=on, version=attempt.version, file=file, actor=actor, at=at, is_electronic=True
    )


def _signer(act: Act, part: str, actor: Actor, at: datetime) -> tuple[int, Signature]:
    """The post whose signature it is and who signs for it today: only he himself does."""
    on = local_date(at)
    if part == Part.ACT and (led := facts.of_sitting(act, actor)) is not None:
        # Who led the sitting in the mayor's place signs what it adopted, though he does no more (DR 6.26).
        return act.signatory_id or 0, led
    if part == Part.ACT:
        right, posts = orders.right_to_sign(act.kind), [act.signatory_id]
    else:
        right, posts = orders.SIGN_ANNEX, [one.post.pk for one in facts.annex_signers(act, on)]
    post = next((one for one in posts if one == actor.post_id), None)
    if post is None:
        titles = act.signatory.title if act.signatory and part == Part.ACT else ""
        said = f"Акт підписує {titles}." if titles else "Додатки підписує інша посадова особа."
        raise Refusal(putting_signature.rule_clause(act) if titles else "", said)
    deeds.demand(actor, right, at)
    signature = next((one for one in organisation.signers_of(post, on) if one.person_id == actor.person_id), None)
    if signature is None:
        raise Refusal(
            putting_signature.rule_clause(act), "Цього дня за посаду підписує інша особа: обов'язки передано."
        )
    return post, signature


def _trouble_of(attempt: int, made: bytes, at: datetime) -> str:
    """Why what the provider made is not what was asked for; "" when it is."""
    found = Signing.objects.get(pk=attempt)
    given = contents.path_of(found.given_id).read_bytes()
    return signatures.trouble_of(given, made, found.printed_name, at)


def _end_broken(act: Act, at: datetime) -> None:
    """An attempt whose process died gives way; one that goes on does not.

    :raises Refusal: it goes on, or its provider is still to answer.
    """
    waiting = Signing.objects.select_for_update().filter(act=act, state=Signing.State.WAITING).first()
    if waiting is None:
        return
    if waiting.reference or at - waiting.asked_at < BROKEN_OFF:
        raise Refusal("", "Підписання вже триває. Дочекайтеся його завершення або припиніть його.")
    waiting.state, waiting.ended_at, waiting.trouble = Signing.State.FAILED, at, "Підписання перервано."
    waiting.save(update_fields=["state", "ended_at", "trouble"])


def give_up(*, actor: Actor, at: datetime, attempt: int) -> Signing:
    """The person stops waiting: the attempt has failed, whatever the provider answers later.

    :raises Refusal: another's attempt.
    """
    found = Signing.objects.filter(pk=attempt).first()
    if found is None or found.person != actor.person_id:
        raise Refusal("", "Припинити підписання може лише той, хто його розпочав.")
    return fail(actor=actor, at=at, attempt=attempt, words="Підписання припинено.")


def _locked(attempt: int) -> Signing:
    found = Signing.objects.select_for_update(of=("self",)).select_related("act__document", "act__signatory", "version")
    return found.get(pk=attempt)


def _field(attempt: Signing) -> str:
    return f"Signature{attempt.pk}"


def _reason(attempt: Signing) -> str:
    return "Підписання додатків" if attempt.part == Part.ANNEXES else "Підписання акта"
