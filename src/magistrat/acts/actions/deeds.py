"""What every deed on an act begins and ends with: lock, judge, write down, tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from magistrat.acts.models import Act
from magistrat.documents.actions import grants
from magistrat.documents.queries import access
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.outbox import actions as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules import orders
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

JOINED = ("document", "signatory", "drafter__department", "outcome__gathering")


def locked(act: int, actor: Actor) -> Act:
    """The act, locked, if the actor sees it.

    :raises Refusal: when there is none or it is not for him.
    """
    found = Act.objects.select_related(*JOINED).select_for_update(of=("self",))
    one = found.filter(pk=act).first()
    if one is None:
        raise Refusal("", "Такого акта немає або його Вам не надано.")
    if not actor.is_system:
        access.get_visible(actor, one.document_id)
    return one


def demand(actor: Actor, right: str, at: datetime) -> None:
    """Go on only with the right.

    :raises Refusal: with the clause that says whose right it is.
    """
    if refusal := regulation.refusal(actor=actor, right=right, on=local_date(at)):
        raise refusal


def must_be(act: Act, *states: str) -> None:
    """Go on only in one of the states.

    :raises Refusal: naming the present one.
    """
    if act.state not in states:
        raise Refusal("", f"Цього зараз не можна зробити: стан акта — «{act.get_state_display()}».")


def must_be_drafters(act: Act, actor: Actor) -> None:
    """Only the drafter of the act or the head of his unit changes it.

    :raises Refusal: for anybody else.
    """
    if not is_drafters(act, actor):
        raise Refusal("", "Проєкт акта змінює лише його розробник або керівник розробника.")


def is_drafters(act: Act, actor: Actor) -> bool:
    """Whether the actor is the drafter, stands in for him, or heads his unit."""
    if actor.is_system or act.drafter_id in actor.line:
        return True
    return actor.post_id is not None and actor.post_id == act.drafter.head_id


def rules_of(act: Act) -> Edition:
    """The edition in which the act began."""
    return regulation.rules_of(act.document.edition_id)


def note(act: Act, actor: Actor, at: datetime, code: str, text: str, clause: str = "", **payload: object) -> None:
    """Write the deed into the journal of the act's document."""
    journal.record(
        actor=actor,
        at=at,
        code=code,
        subject=act,
        document=act.document_id,
        clause=clause,
        payload={"text": text, "revision": act.revision, **payload},
    )


def tell(act: Act, at: datetime, key: str, posts: Iterable[int | None], subject: str, body: str = "") -> None:
    """A notice at the workplace of each post, with the way to the act."""
    for post in dict.fromkeys(post for post in posts if post):
        outbox.notify(
            at=at,
            key=f"{key}:{post}",
            to_post=post,
            subject=f"{subject}: {act.title}",
            body=body,
            link=f"/akty/{act.pk}/",
            document=act.document_id,
        )


def open_to(act: Act, at: datetime, reason: str, *, posts: Iterable[int] = (), departments: Iterable[int] = ()) -> None:
    """Let them see the act while it is on its way; an official-use one opens to posts alone, by name."""
    grants.give_many(
        document=act.document_id,
        at=at,
        reason=grants.reason_for(act.document, reason),
        source=source(act),
        posts=posts,
        departments=() if act.document.is_restricted else departments,
    )


def source(act: Act) -> str:
    """By which source the grants of an act's way are kept."""
    return f"acts.act:{act.pk}"


def owe(act: Act, last: orders.Last | None) -> None:
    """By which day the next step is due, and by which clause; nothing where none says."""
    act.due_on, act.due_clause = (last.on, last.clause) if last else (None, "")


def touch(act: Act, actor: Actor, at: datetime) -> None:
    """Write the act as this person has left it now."""
    act.changed_at, act.changed_by = at, actor.printed
    act.save()
