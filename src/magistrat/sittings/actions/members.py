"""Members are given the agenda with its papers and read them: receipts that the secretary sees (KR 4.24; DR 6.3)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.bodies.queries import composition
from magistrat.documents.actions import grants
from magistrat.documents.models import Grant
from magistrat.journal.actor import Actor
from magistrat.outbox import actions as outbox
from magistrat.rules import words
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import binders, deeds
from magistrat.sittings.models import AgendaReading, MemberReading, Question, Sitting

Stage = Question.Stage
GIVEN = ("members_acquaintance", "members_agenda_reading")


def send(*, actor: Actor, at: datetime, sitting: int) -> Sitting:
    """Give the members the agreed agenda with its papers: their posts see the drafts, each is told; may be repeated.

    :raises Refusal: no right, the agenda is not frozen and agreed (KR 4.23; DR 6.3), or the body has no members.
    """
    deeds.demand(actor, at, deeds.PREPARE)
    with transaction.atomic():
        found = deeds.locked(sitting)
        deeds.must_be_ahead(found)
        if found.agreed_at is None:
            raise Refusal("", "Членам надають узгоджений порядок денний: спершу зафіксуйте й узгодьте його.")
        members = composition.members_on(found.gathering.body, found.gathering.on)
        if not members:
            raise Refusal("", "Склад виконавчого комітету на цей день не внесено.")
        posts = [member.post_id for member in members if member.post_id]
        for question in _papers(found):
            assert question.document is not None
            grants.give_many(
                document=question.document, at=at, reason=_reason(question), source=f"sittings.sitting:{found.pk}",
                posts=posts,
            )  # fmt: skip
        again = found.sent_at is not None
        found.sent_at, found.sent_by, found.changed_at = at, actor.printed, at
        found.save(update_fields=["sent_at", "sent_by", "changed_at"])
        binders.begin(sitting=found, actor=actor, at=at)
        entry = next((entry for key in GIVEN if (entry := deeds.rules_of(found).get(key))), None)
        text = (
            "Порядок денний і матеріали надано членам повторно" if again else "Порядок денний і матеріали надано членам"
        )
        deeds.note(found, actor, at, "sittings.sent_to_members", text, entry.clause if entry else "")
        for member in members:
            outbox.notify(
                at=at, key=f"sittings.sent:{found.pk}:{member.person_id}:{int(at.timestamp())}",
                to_person=member.person_id, link=f"/zasidannia/{found.pk}/chlenu/",
                subject=f"Матеріали засідання виконкому {words.day(found.gathering.on)}",
            )  # fmt: skip
    return found


def read_agenda(*, actor: Actor, at: datetime, sitting: int, person: int) -> bool:
    """The member has opened the agenda; the first time leaves a receipt.

    :raises Refusal: the person is no member on the sitting's day, or the agenda was not given to members.
    """
    with transaction.atomic():
        found = _given(sitting, person)
        _, is_first = AgendaReading.objects.get_or_create(sitting=found, person_id=person, defaults={"at": at})
        if is_first:
            text = "Член виконкому ознайомився з порядком денним"
            deeds.note(found, actor, at, "sittings.agenda_read", text, person=person)
    return is_first


def read_question(*, actor: Actor, at: datetime, question: int, person: int) -> bool:
    """The member has opened the papers of a question; the first time leaves a receipt.

    :raises Refusal: the person is no member on the sitting's day, or the agenda was not given to members.
    """
    with transaction.atomic():
        about = Question.objects.select_related("sitting__gathering__body").filter(pk=question).first()
        if about is None:
            raise Refusal("", "Такого питання немає.")
        _given(about.sitting_id, person)
        _, is_first = MemberReading.objects.get_or_create(question=about, person_id=person, defaults={"at": at})
        if is_first:
            text = "Член виконкому ознайомився з матеріалами питання"
            deeds.note(about, actor, at, "sittings.question_read", text, person=person)
    return is_first


def _given(sitting: int, person: int) -> Sitting:
    found = Sitting.objects.select_related("gathering__body").filter(pk=sitting, sent_at__isnull=False).first()
    if found is None:
        raise Refusal("", "Порядку денного цього засідання членам ще не надано.")
    members = composition.members_on(found.gathering.body, found.gathering.on)
    if person not in {member.person_id for member in members}:
        raise Refusal("", "Матеріали засідання надають членам виконавчого комітету.")
    return found


def _papers(sitting: Sitting) -> list[Question]:
    found = sitting.questions.filter(stage=Stage.ON_AGENDA, document__isnull=False)
    return list(found.select_related("document").order_by("pk"))


def _reason(question: Question) -> str:
    assert question.document is not None
    return grants.reason_for(question.document, Grant.Reason.INFORMED)
