"""Drafts are delivered for the sitting, the manager of affairs reviews them, takes them in or returns them.

KR 4.16.6, 4.17, 4.19, 4.21, 4.48.4; DR 4.10, 4.13, 6.6, 6.10.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.journal.actor import Actor
from magistrat.rules import agenda, limits, sitting_deeds, sitting_late, sitting_way, words
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import deeds, questions
from magistrat.sittings.models import Question
from magistrat.sittings.queries import count, drafts

Stage, Lateness = Question.Stage, Question.Lateness
# By which clause a draft without its visas is not taken (KR 4.16.6; DR 4.10), and one that came too late is.
VISAS = ("materials_not_accepted", "decision_visas")
UNPUBLISHED = "regulatory_adoption_bar"


def deliver(
    *,
    actor: Actor,
    at: datetime,
    question: int,
    copies: int | None = None,
    has_card: bool = True,
    late_reason: str = "",
) -> Question:
    """Deliver the agreed draft with its copies; one that comes after its last day says why and waits for leave.

    :param copies: paper copies (KR 4.17); none of a question without a draft, or where everything is electronic.
    :param has_card: the information for the register of public information is given (KR 4.17).
    :raises Refusal: no right, another unit's question, the draft is not agreed (KR 4.16.6; DR 4.10), too few copies or no
        card (KR 4.17), a main item's package lacks something (KR 4.19; DR 6.6), or it is late and no reason is given.
    """
    deeds.demand(actor, at, deeds.DELIVER, deeds.PROPOSE, deeds.PREPARE)
    with transaction.atomic():
        found = deeds.locked_question(question)
        deeds.must_be_own(found, actor, at)
        deeds.must_be_ahead(found.sitting)
        edition = deeds.rules_of(found.sitting)
        questions.follow_draft(found)
        _refuse_unready(found, edition, copies, has_card=has_card)
        _note_lateness(found, at, late_reason)
        found.stage, found.delivered_at, found.delivered_by = Stage.DELIVERED, at, actor.printed
        found.copies, found.returned_reason, found.reviewed_at, found.reviewed_by = copies, "", None, ""
        review = sitting_way.last_of(count.lasts_of(found), sitting_deeds.REVIEW)
        found.review_due_on = review.on if review else None
        found.review_due_clause = review.clause if review else ""
        found.save()
        deeds.touch(found.sitting, at)
        late = f" Подано невчасно: {found.late_reason}" if found.lateness == Lateness.ASKED else ""
        deeds.note(found, actor, at, "sittings.draft_delivered", f"Проєкт подано на засідання.{late}", copies=copies)
        deeds.tell_whose_right(found, at, "delivered", deeds.REVIEW, "На розгляд подано проєкт", late.strip())
    return found


def review(*, actor: Actor, at: datetime, question: int) -> Question:
    """The manager of affairs has reviewed the papers and lets them into the agenda (KR 4.21; DR 6.10).

    :raises Refusal: no right, or nothing was delivered.
    """
    deeds.demand(actor, at, deeds.REVIEW)
    with transaction.atomic():
        found = deeds.locked_question(question)
        deeds.must_be_ahead(found.sitting)
        deeds.must_be(found, Stage.DELIVERED)
        found.stage, found.reviewed_at, found.reviewed_by = Stage.REVIEWED, at, actor.printed
        found.save(update_fields=["stage", "reviewed_at", "reviewed_by"])
        deeds.touch(found.sitting, at)
        clause = found.review_due_clause
        deeds.note(found, actor, at, "sittings.draft_reviewed", "Матеріали розглянув керуючий справами", clause)
    return found


def send_back(*, actor: Actor, at: datetime, question: int, reason: str) -> Question:
    """Return the papers for rework with the reason (KR 4.21; DR 4.10); they are delivered again when they are mended.

    :raises Refusal: no right, no reason, nothing was delivered, or the agenda is frozen.
    """
    deeds.demand(actor, at, deeds.REVIEW)
    with transaction.atomic():
        found = deeds.locked_question(question)
        deeds.must_be_open(found.sitting)
        deeds.must_be(found, Stage.DELIVERED, Stage.REVIEWED, Stage.ON_AGENDA)
        why = deeds.required(reason, "Зазначте, що слід доопрацювати.")
        found.stage = Stage.PROPOSED if found.document_id is None else Stage.PREPARED
        questions.follow_draft(found) if found.document_id else None
        found.returned_reason, found.block, found.number = why, None, ""
        found.reviewed_at, found.reviewed_by, found.review_due_on = None, "", None
        found.save()
        deeds.touch(found.sitting, at)
        entry = next(
            (e for key in ("documents_preview", VISAS[0]) if (e := deeds.rules_of(found.sitting).get(key))), None
        )
        clause = entry.clause if entry else ""
        deeds.note(found, actor, at, "sittings.draft_returned", f"Повернуто на доопрацювання: {why}", clause)
        deeds.tell_own(found, at, "returned", "Повернуто на доопрацювання", why)
    return found


def _refuse_unready(found: Question, edition: Edition, copies: int | None, *, has_card: bool) -> None:
    if found.is_information:
        deeds.must_be(found, Stage.PROPOSED, Stage.PREPARED, Stage.AGREED)
    else:
        _refuse_unagreed(found, edition)
        _refuse_copies(edition, copies, has_card=has_card)
    if found.is_main:
        given = {*found.enclosures.values_list("key", flat=True), *_held(found)}
        if refusal := agenda.lacking(edition, given):
            raise refusal


def _refuse_unagreed(found: Question, edition: Edition) -> None:
    if found.document_id is None:
        raise Refusal("", "До питання ще не долучено проєкт рішення.")
    if found.stage == Stage.PREPARED:
        entry = next((entry for key in VISAS if (entry := edition.get(key))), None)
        text = "Проєкт ще не погоджено: без усіх віз його не приймають до розгляду."
        raise entry.refusal(text) if entry else Refusal("", text)
    deeds.must_be(found, Stage.AGREED)


def _refuse_copies(edition: Edition, copies: int | None, *, has_card: bool) -> None:
    entry = edition.get("draft_copies")
    if entry is None:
        return
    judged = limits.judge(entry, copies or 0)
    if not judged.is_allowed:
        raise entry.refusal(f"Проєкт рішення надають у примірниках на папері: {judged.reason}.")
    if entry.values.get("public_information_card") and not has_card:
        raise entry.refusal(
            "Разом із проєктом надають інформацію про документ для системи обліку публічної інформації."
        )


def _held(found: Question) -> set[str]:
    """Parts of a main item's package that are there of themselves: the draft with its visas, those who are invited."""
    held = {"draft_with_visas"} if found.document_id else set()
    return held | ({"invited_list"} if found.invited.exists() else set())


def _note_lateness(found: Question, at: datetime, reason: str) -> None:
    """A draft that came after its last day waits for leave; what was allowed already stays allowed."""
    if found.lateness in (Lateness.ALLOWED, Lateness.BY_VOTE):
        return
    missed = sitting_late.missed(count.lasts_of(found), delivered_on=local_date(at))
    if missed is None:
        found.lateness, found.late_reason, found.late_by = Lateness.NONE, "", ""
        return
    entry = deeds.rules_of(found.sitting).entry(missed.key)
    assert missed.on is not None
    if not (reason.strip() or found.late_reason):
        raise entry.refusal(
            f"Останній день подання минув: {words.day_and_weekday(missed.on)}. Зазначте причину: проєкт подадуть як невчасний."
        )
    found.lateness, found.late_reason, found.late_by = Lateness.ASKED, (reason.strip() or found.late_reason)[:600], ""


def follow_approval(document: int, actor: Actor, at: datetime) -> None:
    """The draft's approval has ended or begun anew: its questions ahead follow; part of the deed of approvals."""
    stages = (Stage.PROPOSED, Stage.PREPARED, Stage.AGREED)
    for found in Question.objects.select_for_update().filter(document=document, stage__in=stages):
        was = found.stage
        questions.follow_draft(found)
        found.save(update_fields=["stage", "flags", "is_regulatory", "in_charge"])
        if found.stage != was:
            text = "Проєкт погоджено" if found.stage == Stage.AGREED else "Погодження проєкту триває"
            deeds.note(found, actor, at, "sittings.draft_followed", text)


def has_all_visas(question: Question) -> bool:
    """Whether the draft of a question that is no information is agreed."""
    approval = drafts.approval_of(question.document_id)
    return question.is_information or (approval is not None and approval.state in questions.AGREED)
