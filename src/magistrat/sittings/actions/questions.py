"""Questions are proposed for a sitting, given their draft, changed, excluded, moved to another (KR 4.6, 4.7; DR 4.2, 6.4-6.8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from magistrat.approvals.models import Approval
from magistrat.documents.models import Direction, Document
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.rules import agenda, words
from magistrat.rules.edition import Edition
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import deeds
from magistrat.sittings.models import Question, Sitting
from magistrat.sittings.queries import drafts, repeats

Stage, Lateness = Question.Stage, Question.Lateness
# What a proposer writes of a question beside its title, unit and draft.
FIELDS = frozenset(
    {"in_charge_id", "speaker", "co_speakers", "experts", "is_main", "is_information", "is_undisputed", "is_normative", "flags",
     "repeat_ground", "proposed_by"}
)  # fmt: skip
AGREED = (Approval.State.AGREED, Approval.State.CLOSED)
REGULATORY = "regulatory"


def propose(
    *, actor: Actor, at: datetime, sitting: int, title: str, department: int, document: int | None = None, **said: Any
) -> Question:
    """Propose a question for a sitting, from a draft or without one yet; who prepares sittings enters a paper proposal.

    :param said: other fields of the question, of `FIELDS`.
    :raises Refusal: no right, another unit's question, no title, the sitting's agenda is frozen, a question of this title
        or changing the same decision stands there already (KR 4.7), or the draft is not one of an act or not the actor's.
    """
    deeds.demand(actor, at, deeds.PREPARE, deeds.PROPOSE)
    _refuse_other_unit(actor, at, department)
    _refuse_unknown(said)
    with transaction.atomic():
        kept = deeds.locked(sitting)
        deeds.must_be_open(kept)
        if document is not None:
            _draft(actor, document)
        return put(
            actor=actor, at=at, sitting=sitting, title=title, department=department, document=document, **said
        )  # fmt: skip


def put(
    *, actor: Actor, at: datetime, sitting: int, title: str, department: int, document: int | None = None, **said: Any
) -> Question:
    """The row of a question with its journal entry; part of a deed that has asked for its right.

    :raises Refusal: no title, the sitting is over, or the question repeats another one (KR 4.7).
    """
    with transaction.atomic():
        kept = deeds.locked(sitting)
        if kept.gathering.state in {"closed", "cancelled"}:
            raise Refusal("", f"Засідання — «{kept.gathering.get_state_display()}»: питань до нього не додають.")
        named = " ".join(deeds.required(title, "Зазначте назву питання.", 600).split())
        made: dict[str, Any] = {"position": next_position(kept), "proposed_by": actor.printed} | said
        question = Question(
            sitting=kept, title=named, department_id=department, document_id=document, proposer_id=actor.post_id,
            proposed_at=at, **made,
        )  # fmt: skip
        if document is not None and "stage" not in said:
            follow_draft(question)
        refuse_repeats(question, deeds.rules_of(kept))
        question.save()
        deeds.touch(kept, at)
        text = f"Запропоновано питання на засідання {words.day(kept.gathering.on)}: {question.title}"
        deeds.note(question, actor, at, "sittings.question_proposed", text, sitting=kept.pk)
    return question


def change(*, actor: Actor, at: datetime, question: int, title: str = "", **said: Any) -> Question:
    """Change what is said of a question while the agenda is open.

    :raises Refusal: no right, another unit's question, the agenda is frozen, or it repeats another one (KR 4.7).
    """
    deeds.demand(actor, at, deeds.PREPARE, deeds.PROPOSE, deeds.DELIVER)
    _refuse_unknown(said)
    with transaction.atomic():
        found = deeds.locked_question(question)
        deeds.must_be_own(found, actor, at)
        deeds.must_be_open(found.sitting)
        deeds.must_be(found, *OPEN, Stage.ON_AGENDA)
        before = {name: getattr(found, name) for name in ("title", *said)}
        found.title = " ".join(title.split())[:600] or found.title
        for name, value in said.items():
            setattr(found, name, value)
        found.is_regulatory = REGULATORY in found.flags
        refuse_repeats(found, deeds.rules_of(found.sitting))
        found.save()
        deeds.touch(found.sitting, at)
        changed = {name: [was, getattr(found, name)] for name, was in before.items() if was != getattr(found, name)}
        deeds.note(found, actor, at, "sittings.question_changed", f"Змінено питання: {found.title}", changed=changed)
    return found


def attach_draft(*, actor: Actor, at: datetime, question: int, document: int) -> Question:
    """Attach the draft decision to a question that had none (or another one).

    :raises Refusal: no right, another unit's question, the paper is no draft of an act, not the actor's, stands in this
        sitting already, or changes a decision that another draft of the sitting changes (KR 4.7).
    """
    deeds.demand(actor, at, deeds.PREPARE, deeds.DELIVER, deeds.PROPOSE)
    with transaction.atomic():
        found = deeds.locked_question(question)
        deeds.must_be_own(found, actor, at)
        deeds.must_be_ahead(found.sitting)
        deeds.must_be(found, Stage.PROPOSED, Stage.PREPARED, Stage.AGREED)
        draft = _draft(actor, document)
        if found.published_at is not None and found.document_id != document:
            raise Refusal("", "Попередній проєкт цього питання оприлюднено: спершу зніміть його з оприлюднення.")
        others = found.sitting.questions.filter(document=document).exclude(pk=found.pk).exclude(stage=Stage.OUT)
        if others.exists():
            raise Refusal("", "Цей проєкт уже внесено до цього засідання іншим питанням.")
        found.document, found.is_information = draft, False
        follow_draft(found)
        refuse_repeats(found, deeds.rules_of(found.sitting))
        found.save()
        deeds.touch(found.sitting, at)
        # Whoever reads the question's history need not have been given its draft.
        named = "проєкт для службового користування" if draft.is_restricted else f"проєкт: {draft.summary}"
        deeds.note(found, actor, at, "sittings.draft_attached", f"До питання долучено {named}")
    return found


def exclude(*, actor: Actor, at: datetime, question: int, reason: str) -> Question:
    """Take a question out of the sitting, with a reason; it stays in the history.

    :raises Refusal: no right, another unit's question, no reason, or the agenda is frozen.
    """
    deeds.demand(actor, at, deeds.PREPARE, deeds.PROPOSE)
    with transaction.atomic():
        found = deeds.locked_question(question)
        deeds.must_be_own(found, actor, at)
        deeds.must_be_open(found.sitting)
        deeds.must_be(found, *OPEN, Stage.ON_AGENDA)
        take_out(question=found, actor=actor, at=at, reason=reason)
    return found


def take_out(*, question: Question, actor: Actor, at: datetime, reason: str, clause: str = "") -> None:
    """The row of an excluded question with its journal entry; part of a deed that has asked for its right.

    :raises Refusal: no reason.
    """
    why = deeds.required(reason, "Зазначте, чому питання виключають.")
    question.stage, question.out_reason, question.block, question.number = Stage.OUT, why, None, ""
    question.save(update_fields=["stage", "out_reason", "block", "number"])
    deeds.touch(question.sitting, at)
    deeds.note(question, actor, at, "sittings.question_excluded", f"Питання виключено: {why}", clause)
    deeds.tell_own(question, at, "excluded", "Питання виключено", why)


def transfer(*, actor: Actor, at: datetime, question: int, sitting: int, reason: str) -> Question:
    """Move a question to another sitting; the earlier one stays with its history, what was put off in the hall too.

    :raises Refusal: no right, another unit's question, no reason, the same sitting, or the other's agenda is frozen.
    """
    deeds.demand(actor, at, deeds.PREPARE, deeds.PROPOSE)
    with transaction.atomic():
        _lock_both(question, sitting)
        found = deeds.locked_question(question)
        deeds.must_be_own(found, actor, at)
        other = deeds.locked(sitting)
        deeds.must_be_open(other)
        if found.sitting_id == other.pk:
            raise Refusal("", "Питання вже стоїть на цьому засіданні.")
        if found.stage != Stage.DONE:
            deeds.must_be(found, *OPEN, Stage.ON_AGENDA)
            deeds.must_be_open(found.sitting)
        return _carry(found, other, actor, at, deeds.required(reason, "Зазначте, чому питання переносять."))


def follow_draft(question: Question) -> None:
    """Bring the stage and the flags of a question in line with its draft's approval; unsaved."""
    approval = drafts.approval_of(question.document_id)
    if question.stage in (Stage.PROPOSED, Stage.PREPARED, Stage.AGREED):
        is_agreed = approval is not None and approval.state in AGREED
        question.stage = Stage.AGREED if is_agreed else Stage.PREPARED
    if approval is not None:
        remarks = [drafts.REMARKS] if drafts.has_remarks(approval.pk) else []
        question.flags = sorted({*approval.flags, *remarks})
        question.in_charge_id = question.in_charge_id or approval.in_charge_id
        question.is_regulatory = REGULATORY in question.flags


def refuse_repeats(question: Question, edition: Edition) -> None:
    """Go on only when no other question of the sitting has this title or changes the same decision (KR 4.7).

    What a normative act allows is named in `repeat_ground`.

    :raises Refusal: with the clause.
    """
    if question.repeat_ground or question.stage == Stage.OUT:
        return
    titles, changes = repeats.facts(question.sitting_id, without=question.pk)
    own = question.pk or 0
    titles[own] = question.title
    changes[own] = repeats.changed_by(question.document_id)
    for one in agenda.repeats(edition, titles, changes):
        if own in one.ids:
            raise one.refusal()


def next_position(sitting: Sitting) -> int:
    """The place after the last question of the sitting."""
    last = sitting.questions.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


OPEN = (Stage.PROPOSED, Stage.PREPARED, Stage.AGREED, Stage.DELIVERED, Stage.REVIEWED)
KEPT = (
    "document_id", "title", "department_id", "proposer_id", "in_charge_id", "speaker", "co_speakers", "experts", "is_main",
    "is_regulatory", "is_normative", "is_undisputed", "is_information", "flags", "proposed_by", "delivered_at",
    "delivered_by", "copies", "reviewed_at", "reviewed_by", "publication", "publication_asked_at", "published_at",
    "publication_exception", "publication_agreed_at", "publication_agreed_by", "minutes", "public_title", "is_closed",
    "closed_ground",
)  # fmt: skip


def _carry(found: Question, other: Sitting, actor: Actor, at: datetime, why: str) -> Question:
    """The same question at the other sitting; papers that were delivered and reviewed need not be brought again."""
    is_ready = found.stage in (Stage.REVIEWED, Stage.ON_AGENDA, Stage.DONE)
    kept: Mapping[str, Any] = {name: getattr(found, name) for name in KEPT}
    made = Question(
        sitting=other, stage=Stage.REVIEWED if is_ready else found.stage, position=next_position(other),
        proposed_at=at, moved_from=found, **kept,
    )  # fmt: skip
    if found.stage != Stage.DONE:
        text = f"перенесено на засідання {words.day(other.gathering.on)}: {why}"[:600]
        found.stage, found.out_reason, found.block, found.number = Stage.OUT, text, None, ""
        found.save(update_fields=["stage", "out_reason", "block", "number"])
    refuse_repeats(made, deeds.rules_of(other))
    made.save()
    for enclosure in found.enclosures.all():
        enclosure.pk, enclosure.question = None, made
        enclosure.save(force_insert=True)
    deeds.touch(found.sitting, at)
    deeds.touch(other, at)
    text = f"Питання перенесено на засідання {words.day(other.gathering.on)}: {why}"
    deeds.note(made, actor, at, "sittings.question_moved", text, was=found.pk, reason=why)
    deeds.tell_own(made, at, "moved", "Питання перенесено", text)
    return made


def _lock_both(question: int, sitting: int) -> None:
    """Both sittings in the order of their ids, so that two who move questions towards each other do not wait for ever."""
    own = Question.objects.filter(pk=question).values_list("sitting", flat=True).first()
    for one in sorted({own or sitting, sitting}):
        deeds.locked(one)


def _draft(actor: Actor, document: int) -> Document:
    found = access.get_visible(actor, document)
    if found.direction != Direction.ACT or found.state != Document.State.DRAFT:
        raise Refusal("", "До питання долучають лише проєкт розпорядчого акта, який ще не зареєстровано.")
    return found


def _refuse_other_unit(actor: Actor, at: datetime, department: int) -> None:
    if actor.is_system or department in actor.departments:
        return
    if actor.post_id is not None and organisation.post(actor.post_id).is_leader:
        return
    if deeds.refusal(actor, at, deeds.PREPARE):
        raise Refusal("", "Питання іншого виконавчого органу вносить його керівник.")


def _refuse_unknown(said: Mapping[str, Any]) -> None:
    if unknown := set(said) - FIELDS:
        raise TypeError(f"no such field of a question: {sorted(unknown)}")
