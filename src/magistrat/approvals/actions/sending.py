"""Sending a paper along its route, its new versions, recall and end: parts of an upper app's deed, or deeds of their own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from magistrat.approvals import hooks
from magistrat.approvals.actions import steps, way
from magistrat.approvals.models import Answer, Approval, Step, Version
from magistrat.approvals.queries import route
from magistrat.documents.models import Document
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import approving
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

State = Approval.State
ENOUGH_REASON = 600


@regulation.remembering()
def send(
    *,
    actor: Actor,
    at: datetime,
    document: int,
    kind: str,
    flags: Collection[str],
    drafter: int,
    in_charge: int | None,
    concerned: Sequence[int],
    content: Mapping[str, Any],
    parts: Sequence[tuple[str, str]],
    file: int | None = None,
    note: str = "",
) -> Approval:
    """Send a version of the paper for visas: the first one makes the steps, a later one voids what its changes void.

    The steps follow the edition's route for the kind and flags and the posts of the day; whoever is asked again keeps what
    he answered unless the change voids it. The sender's own visa as the one who prepared the draft is given by sending.
    A paper that nobody has to approve, or whose visas all hold, is agreed.

    :param drafter, in_charge, concerned: posts; without `in_charge` the leader by the distribution of duties.
    :param parts: label and words of each part of the text, in order; visas and remarks are bound to them.
    :param content: what the upper app wants back with the version.
    :raises Refusal: the document is not the actor's or he is not its drafter (nor the drafter's head), nobody fills a role
        of the route (its clause), the approval is closed, or nothing has changed since the version that is being approved.
    """
    with transaction.atomic():
        approval = _begun(actor, at, document, kind, drafter)
        way.must_be_drafters(approval, actor)
        way.must_be(approval, State.PREPARED, State.RUNNING, State.AGREED, State.RETURNED, State.RECALLED)
        edition = way.rules_of(approval)
        made = route.plan(
            edition=edition, kind=kind, flags=flags, drafter=drafter, in_charge=in_charge, concerned=concerned,
            on=local_date(at),
        )  # fmt: skip
        if made.problems:
            raise made.problems[0]
        before = way.newest(approval) if approval.version else None
        version = Version(
            approval=approval, number=approval.version + 1, content=dict(content), parts=[list(part) for part in parts],
            digest=digest_of(content=content, parts=parts), file_id=file, note=note.strip()[:600], at=at, by=actor.printed,
        )  # fmt: skip
        people = (kind, list(made.flags), drafter, made.in_charge, list(concerned))
        _refuse_unchanged(approval, before, version, people)
        version.save()
        approval.kind, approval.flags, approval.drafter_id, approval.in_charge_id, approval.concerned = people
        approval.version, approval.state, approval.changed_at = version.number, State.RUNNING, at
        approval.began_at = approval.began_at or at
        approval.save()
        steps.lay(approval=approval, asked=made.asked)
        voided = steps.start_anew(approval=approval, version=version, before=before, at=at)
        _tell_sent(approval, actor, at, version, voided)
        go_on(approval=approval, actor=actor, at=at, own_visas=True)
    return approval


def recall(*, actor: Actor, at: datetime, document: int, reason: str) -> Approval:
    """Take the paper back from its route to change it; visas given stay until a new version voids them.

    :raises Refusal: no reason, not the drafter's, or it is not being approved.
    """
    with transaction.atomic():
        approval = way.locked(document, actor)
        way.must_be_drafters(approval, actor)
        way.must_be(approval, State.RUNNING, State.AGREED)
        reason = reason.strip()[:ENOUGH_REASON]
        if not reason:
            raise Refusal("", "Зазначте, чому відкликаєте проєкт із погодження.")
        asked = list(approval.steps.filter(state=Step.State.OPEN).values_list("post", flat=True))
        steps.wait(approval=approval)
        approval.state, approval.changed_at = State.RECALLED, at
        approval.save(update_fields=["state", "changed_at"])
        way.note(approval, actor, at, "approvals.recalled", f"Проєкт відкликано з погодження: {reason}", reason=reason)
        way.tell(approval, at, "recalled", asked, "Відкликано з погодження", reason)
        hooks.tell_returned(approval, actor, at, reason)
    return approval


def send_back(*, actor: Actor, at: datetime, document: int, reason: str) -> None:
    """An agreed paper was not signed and goes back for rework (KR 6.14; DR 5.12); part of the upper app's deed.

    Visas given stay: a version sent anew voids those that its changes void. Nothing for a paper that was never sent.
    """
    with transaction.atomic():
        approval = Approval.objects.select_for_update(of=("self",)).filter(document=document).first()
        if approval is None or approval.state != State.AGREED:
            return
        approval.state, approval.changed_at = State.RETURNED, at
        approval.save(update_fields=["state", "changed_at"])
        text = f"Проєкт не підписано, повернуто на доопрацювання: {reason[:ENOUGH_REASON]}"
        way.note(approval, actor, at, "approvals.returned_unsigned", text)


def rework(
    *, actor: Actor, at: datetime, document: int, adopted: int, content: Mapping[str, Any],
    parts: Sequence[tuple[str, str]], note: str = "",
) -> Version:  # fmt: skip
    """Write the text with what the body changed in the version that it adopted (its id); part of the upper app's deed.

    The visas given on the adopted version hold: nobody is asked again about what the body decided itself (KR 4.25; DR 6.26).

    :raises Refusal: the paper was never sent, or its approval is not completed.
    """
    with transaction.atomic():
        approval = Approval.objects.select_for_update(of=("self",)).filter(document=document).first()
        if approval is None:
            raise Refusal("", "Проєкт не проходив погодження.")
        way.must_be(approval, State.AGREED, State.CLOSED)
        version = Version.objects.create(
            approval=approval, number=approval.version + 1, content=dict(content), parts=[list(part) for part in parts],
            digest=digest_of(content=content, parts=parts), note=note.strip()[:600], adopted_id=adopted, at=at,
            by=actor.printed,
        )  # fmt: skip
        approval.version, approval.changed_at = version.number, at
        approval.save(update_fields=["version", "changed_at"])
        text = f"Текст доопрацьовано за рішенням органу, версія {version.number}"
        way.note(approval, actor, at, "approvals.reworked", text, digest=version.digest, adopted=adopted)
    return version


def close(*, at: datetime, document: int) -> None:
    """End the approval: the paper is signed, adopted or given up; part of the upper app's deed, which writes the journal.

    Does nothing for a paper that was never sent.
    """
    with transaction.atomic():
        approval = Approval.objects.select_for_update().filter(document=document).first()
        if approval is None or approval.state == State.CLOSED:
            return
        steps.wait(approval=approval)
        approval.state, approval.changed_at = State.CLOSED, at
        approval.save(update_fields=["state", "changed_at"])


def go_on(*, approval: Approval, actor: Actor, at: datetime, own_visas: bool = False) -> None:
    """Open what comes next; after the last answer the paper is agreed. Part of the deeds that answer and send.

    :param own_visas: the sender's own visa as the one who prepared the draft is given by this same deed.
    """
    opened = steps.open_next(approval=approval, at=at)
    while own_visas and (own := _own(opened, approval, actor)):
        version = way.newest(approval)
        for step in own:
            said = steps.signed(step=step, actor=actor, at=at, outcome=Answer.Outcome.AGREED)
            steps.write(step=step, version=version, said=replace(said, is_by_sending=True), at=at)
        opened = steps.open_next(approval=approval, at=at)
    if approval.steps.exclude(state__in=steps.DONE).exists():
        return
    approval.state, approval.changed_at = State.AGREED, at
    approval.save(update_fields=["state", "changed_at"])
    way.note(approval, actor, at, "approvals.completed", f"Проєкт погоджено, версія {approval.version}")
    way.tell(approval, at, "completed", [approval.drafter_id], "Погоджено")
    hooks.tell_agreed(approval, actor, at)


def digest_of(*, content: Mapping[str, Any], parts: Sequence[tuple[str, str]]) -> str:
    """SHA-256 of a version's text and content."""
    whole = json.dumps([dict(content), [list(part) for part in parts]], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def _begun(actor: Actor, at: datetime, document: int, kind: str, drafter: int) -> Approval:
    """The approval of the document, locked; a new one at its first sending."""
    access.get_visible(actor, document)
    Document.objects.select_for_update(of=("self",)).only("pk").get(pk=document)
    if not Approval.objects.filter(document=document).exists():
        Approval.objects.create(document_id=document, kind=kind, drafter_id=drafter, changed_at=at)
    return way.locked(document, actor)


def _people(approval: Approval) -> tuple[str, list[str], int, int | None, list[int]]:
    return approval.kind, approval.flags, approval.drafter_id, approval.in_charge_id, approval.concerned


def _refuse_unchanged(approval: Approval, before: Version | None, version: Version, people: object) -> None:
    is_open = approval.state in (State.RUNNING, State.AGREED) and people == _people(approval)
    if before is None or not is_open or before.file_id != version.file_id or not _says_the_same(before, version):
        return
    if not approving.changed(*hooks.parts(approval.kind, [before, version])):
        raise Refusal("", "Після надсилання цієї версії в проєкті нічого не змінено.")


def _says_the_same(before: Version, version: Version) -> bool:
    return digest_of(content=before.content, parts=()) == digest_of(content=version.content, parts=())


def _tell_sent(approval: Approval, actor: Actor, at: datetime, version: Version, voided: Sequence[Answer]) -> None:
    text = f"Надіслано на погодження, версія {version.number}"
    if version.note:
        text += f": {version.note}"
    lost = [answer for answer in voided if answer.outcome != Answer.Outcome.RETURNED]
    if lost:
        text += f". Візи, що втратили чинність: {'; '.join(answer.printed_title for answer in lost)}"
    clause = approving.voiding_clause(way.rules_of(approval)) if lost else ""
    way.note(
        approval, actor, at, "approvals.sent", text, clause, route=approval.kind, flags=approval.flags,
        digest=version.digest, voided=[answer.pk for answer in voided],
    )  # fmt: skip
    who = [answer.step.post_id for answer in lost]
    way.tell(approval, at, "voided", who, "Віза втратила чинність", lost[0].void_reason if lost else "")


def _own(opened: Sequence[Step], approval: Approval, actor: Actor) -> list[Step]:
    edition = way.rules_of(approval)
    return [
        step
        for step in opened
        if step.post_id is not None
        and step.post_id == actor.post_id
        and approving.is_renewed_by_sending(edition, steps.roles_of(step=step))
    ]
