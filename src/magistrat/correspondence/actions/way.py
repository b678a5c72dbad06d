"""What every deed on a letter begins and ends with: lock, judge, write down, tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from magistrat.correspondence.models import Letter
from magistrat.documents.actions import grants
from magistrat.documents.queries import access
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.outbox import actions as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

ONLY_REPLIES = "Проміжною буває лише відповідь: зазначте документ, на який відповідають."


def locked(letter: int, actor: Actor) -> Letter:
    """The letter, locked, if the actor sees it.

    :raises Refusal: when there is none or it is not for him.
    """
    found = Letter.objects.select_related("document", "signatory", "drafter__department").select_for_update(
        of=("self",)
    )
    one = found.filter(pk=letter).first()
    if one is None:
        raise Refusal("", "Такого листа немає або його Вам не надано.")
    access.get_visible(actor, one.document_id)
    return one


def demand(actor: Actor, right: str, at: datetime) -> None:
    """Go on only with the right.

    :raises Refusal: with the clause that says whose right it is.
    """
    if refusal := regulation.refusal(actor=actor, right=right, on=local_date(at)):
        raise refusal


def must_be(letter: Letter, *states: str) -> None:
    """Go on only in one of the states.

    :raises Refusal: naming the present one.
    """
    if letter.state not in states:
        raise Refusal("", f"Цього зараз не можна зробити: стан листа — «{letter.get_state_display()}».")


def must_be_drafters(letter: Letter, actor: Actor) -> None:
    """Only the executor of the letter or the head of his unit changes it.

    :raises Refusal: for anybody else.
    """
    if actor.is_system or letter.drafter_id in actor.line:
        return
    if actor.post_id is not None and actor.post_id == letter.drafter.head_id:
        return
    raise Refusal("", "Проєкт листа змінює лише його виконавець або керівник виконавця.")


def note(letter: Letter, actor: Actor, at: datetime, code: str, text: str, clause: str = "", **payload: object) -> None:
    """Write the deed into the journal of the letter's document."""
    journal.record(
        actor=actor,
        at=at,
        code=code,
        subject=letter,
        document=letter.document_id,
        clause=clause,
        payload={"text": text, "version": letter.version, **payload},
    )


def tell(letter: Letter, at: datetime, key: str, posts: Iterable[int | None], subject: str, body: str = "") -> None:
    """A notice at the workplace of each post, with the way to the letter."""
    for post in dict.fromkeys(post for post in posts if post):
        outbox.notify(
            at=at,
            key=f"{key}:{post}",
            to_post=post,
            subject=f"{subject}: {letter.document.summary}",
            body=body,
            link=f"/lysty/{letter.pk}/",
            document=letter.document_id,
        )


def open_to(
    letter: Letter, at: datetime, reason: str, *, posts: Iterable[int] = (), departments: Iterable[int] = ()
) -> None:
    """Let them see the letter while it is on its way; an official-use one opens to posts alone, by name."""
    grants.give_many(
        document=letter.document_id,
        at=at,
        reason=grants.reason_for(letter.document, reason),
        source=source(letter),
        posts=posts,
        departments=() if letter.document.is_restricted else departments,
    )


def source(letter: Letter) -> str:
    """By which source the grants of a letter's way are kept."""
    return f"correspondence.letter:{letter.pk}"
