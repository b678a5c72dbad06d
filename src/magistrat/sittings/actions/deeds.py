"""What every deed on the way to a sitting begins and ends with: right, lock, journal, notices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from magistrat.bodies.models import Gathering
from magistrat.documents.queries import access
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.outbox import actions as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.sittings.models import Question, Sitting

PREPARE, PROPOSE, DELIVER = "sessions.prepare", "sessions.propose_item", "sessions.deliver_draft"
REVIEW, ADMIT, AGREE = "sessions.review_drafts", "sessions.admit_late_item", "sessions.agree_agenda"
PUBLISH, CONSENT = "publication.publish_draft", "publication.approve_draft"
INVITE, PRESS, CALL = "sessions.sign_invitation", "sessions.invite_press", "sessions.convene_extraordinary"
Stage = Question.Stage


def refusal(actor: Actor, at: datetime, *rights: str) -> Refusal | None:
    """Why the actor has none of the rights, by the last of them; nothing when he has one."""
    found = None
    for right in rights:
        found = regulation.refusal(actor=actor, right=right, on=local_date(at))
        if found is None:
            return None
    return found


def demand(actor: Actor, at: datetime, *rights: str) -> None:
    """Go on only with one of the rights.

    :raises Refusal: with the clause that says whose right it is.
    """
    if found := refusal(actor, at, *rights):
        raise found


def locked(sitting: int) -> Sitting:
    """The sitting, locked after its gathering: the hall, which locks that one first, writes here too.

    :raises Refusal: when there is none.
    """
    Gathering.objects.select_for_update().filter(sitting=sitting).values_list("pk", flat=True).first()
    found = Sitting.objects.select_related("gathering").select_for_update(of=("self",)).filter(pk=sitting).first()
    if found is None:
        raise Refusal("", "Такого засідання немає.")
    return found


def locked_question(question: int) -> Question:
    """The question, locked after its sitting, so that an agenda is never moved while one of its questions changes.

    :raises Refusal: when there is none.
    """
    where = Question.objects.filter(pk=question).values_list("sitting", flat=True).first()
    if where is None:
        raise Refusal("", "Такого питання немає.")
    sitting = locked(where)
    found = Question.objects.select_related("department", "document", "block").select_for_update(of=("self",))
    one = found.get(pk=question)
    one.sitting = sitting
    return one


def rules_of(sitting: Sitting) -> Edition:
    """The edition by which the sitting goes: that of its day."""
    return regulation.rules_of(sitting.gathering.edition_id)


def must_be_ahead(sitting: Sitting) -> None:
    """Go on only before the sitting is opened.

    :raises Refusal: it is under way, over or cancelled.
    """
    if sitting.gathering.state != Gathering.State.PLANNED:
        raise Refusal("", f"Засідання вже не готують: його стан — «{sitting.gathering.get_state_display()}».")


def must_be_open(sitting: Sitting) -> None:
    """Go on only while the agenda is not frozen.

    :raises Refusal: it is frozen, or the sitting is not ahead any more.
    """
    must_be_ahead(sitting)
    if sitting.agenda_frozen_at is not None:
        raise Refusal("", "Порядок денний зафіксовано: спершу поверніть його до роботи.")


def must_be(question: Question, *stages: str) -> None:
    """Go on only at one of the stages.

    :raises Refusal: naming the present one.
    """
    if question.stage not in stages:
        raise Refusal("", f"Цього зараз не можна зробити: стан питання — «{question.get_stage_display()}».")


def must_be_own(question: Question, actor: Actor, at: datetime) -> None:
    """Only the unit that brings the question in, whoever proposed it, or those who prepare the sitting.

    :raises Refusal: for anybody else.
    """
    if is_own(question, actor) or refusal(actor, at, PREPARE) is None:
        return
    raise Refusal("", f"Це питання вносить {question.department.name}.")


def must_see_papers(question: Question, actor: Actor) -> None:
    """Papers beside an official-use draft, those invited to it among them, are theirs alone who see the draft.

    :raises Refusal: the draft is not for him.
    """
    if question.document is not None and question.document.is_restricted:
        access.get_visible(actor, question.document.pk)


def is_own(question: Question, actor: Actor) -> bool:
    """Whether the actor's unit brings the question in or his post proposed it."""
    return actor.is_system or question.department_id in actor.departments or question.proposer_id in actor.line


def note(
    subject: Sitting | Question, actor: Actor, at: datetime, code: str, text: str, clause: str = "", **payload: object
) -> None:
    """Write the deed into the journal, onto the draft's card where there is one."""
    document = subject.document_id if isinstance(subject, Question) else None
    journal.record(
        actor=actor, at=at, code=code, subject=subject, document=document, clause=clause,
        payload={"text": text, **payload},
    )  # fmt: skip


def touch(sitting: Sitting, at: datetime) -> None:
    """The sitting has changed."""
    Sitting.objects.filter(pk=sitting.pk).update(changed_at=at)


def tell(question: Question, at: datetime, key: str, posts: Iterable[int | None], subject: str, body: str = "") -> None:
    """A notice at the workplace of each post, with the way to the question."""
    for post in dict.fromkeys(post for post in posts if post):
        outbox.notify(
            at=at, key=f"sittings.{key}:{question.pk}:{post}:{int(at.timestamp())}", to_post=post,
            subject=f"{subject}: {question.title}", body=body, link=f"/zasidannia/pytannia/{question.pk}/",
            document=question.document_id,
        )  # fmt: skip


def tell_whose_right(question: Question, at: datetime, key: str, right: str, subject: str, body: str = "") -> None:
    """The same to every post that fills a role of the right, by the sitting's edition."""
    roles, on = sorted(rules_of(question.sitting).roles_with(right)), local_date(at)
    posts = [post.pk for role in roles for post in organisation.posts_with_role(role, on)]
    tell(question, at, key, posts, subject, body)


def tell_own(question: Question, at: datetime, key: str, subject: str, body: str = "") -> None:
    """The same to who proposed the question and to the head of its unit."""
    head = organisation.head_of_department(question.department_id, local_date(at))
    tell(question, at, key, [question.proposer_id, head.pk if head else None], subject, body)


def required(words: str, message: str, limit: int = 600) -> str:
    """The words without spaces around them.

    :raises Refusal: with the message, when there are none.
    """
    said = words.strip()[:limit]
    if not said:
        raise Refusal("", message)
    return said
