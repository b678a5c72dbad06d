"""What every deed on an approval begins and ends with: lock, judge, write down, tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from magistrat.approvals.models import Approval, Step, Version
from magistrat.documents.actions import grants
from magistrat.documents.models import Grant
from magistrat.documents.queries import access
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.outbox import actions as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules import approving
from magistrat.rules.edition import Edition
from magistrat.rules.refusal import Refusal

State = Approval.State
NO_APPROVAL = "Цей документ ще не надсилали на погодження."


def locked(document: int, actor: Actor | None) -> Approval:
    """The approval of a document, locked, if the actor sees the document; without an actor for whoever asks.

    :raises Refusal: when there is none or it is not for him.
    """
    if actor is not None:
        access.get_visible(actor, document)
    found = Approval.objects.select_for_update(of=("self",)).select_related("document", "drafter")
    one = found.filter(document=document).first()
    if one is None:
        raise Refusal("", NO_APPROVAL)
    return one


def locked_step(step: int, actor: Actor) -> tuple[Approval, Step]:
    """The step with its approval, which is locked: of two who act at once the second sees what the first has done.

    :raises Refusal: when there is none or it is not for the actor.
    """
    document = Step.objects.filter(pk=step).values_list("approval__document", flat=True).first()
    if document is None:
        raise access.not_yours()
    approval = locked(document, actor)
    return approval, Step.objects.select_related("post").get(pk=step)


def must_be_drafters(approval: Approval, actor: Actor) -> None:
    """Only the drafter of the paper or his head sends, recalls it and answers remarks.

    :raises Refusal: for anybody else.
    """
    if not is_drafters(approval, actor):
        raise Refusal("", "Це робить лише розробник проєкту або його керівник.")


def is_drafters(approval: Approval, actor: Actor) -> bool:
    """Whether the actor is the drafter, stands in for him, or heads him."""
    if actor.is_system or approval.drafter_id in actor.line:
        return True
    return actor.post_id is not None and actor.post_id == approval.drafter.head_id


def must_be(approval: Approval, *states: str) -> None:
    """Go on only in one of the states.

    :raises Refusal: naming the present one.
    """
    if approval.state not in states:
        raise Refusal("", f"Цього зараз не можна зробити: стан погодження — «{approval.get_state_display()}».")


def rules_of(approval: Approval) -> Edition:
    """The edition in which the document began."""
    return regulation.rules_of(approval.document.edition_id)


def newest(approval: Approval) -> Version:
    """The version that is being approved."""
    return Version.objects.get(approval=approval, number=approval.version)


def note(
    approval: Approval, actor: Actor, at: datetime, code: str, text: str, clause: str = "", **payload: object
) -> None:
    """Write the deed into the journal of the approval's document."""
    journal.record(
        actor=actor,
        at=at,
        code=code,
        subject=approval,
        document=approval.document_id,
        clause=clause,
        payload={"text": text, "version": approval.version, **payload},
    )


def tell(
    approval: Approval, at: datetime, what: str, posts: Iterable[int | None], subject: str, body: str = ""
) -> None:
    """A notice at the workplace of each post, with the way to the paper's approval."""
    for post in dict.fromkeys(post for post in posts if post):
        outbox.notify(
            at=at,
            key=f"approvals.{what}:{approval.pk}:{at.isoformat()}:{post}",
            to_post=post,
            subject=f"{subject}: {approval.document.summary}",
            body=body,
            link=reverse("approvals:approval", args=[approval.document_id]),
            document=approval.document_id,
        )


def open_to(approval: Approval, at: datetime, posts: Iterable[int]) -> None:
    """Let those who are asked, and the heads above them, see the paper.

    An official-use paper opens by name, a closed one (on personnel) to those asked alone.
    """
    document, wanted = approval.document, list(dict.fromkeys(posts))
    reason = grants.reason_for(document, Grant.Reason.VISA)
    grants.give_many(document=document, at=at, reason=reason, source=source(approval), posts=wanted)
    if document.is_restricted or approval.kind in approving.CLOSED_KINDS:
        return
    heads = [head for post in wanted for head in organisation.heads_above(post)]
    grants.give_many(document=document, at=at, reason=Grant.Reason.HEAD, source=source(approval), posts=heads)


def source(approval: Approval) -> str:
    """By which source the grants of an approval are kept."""
    return f"approvals.approval:{approval.pk}"
