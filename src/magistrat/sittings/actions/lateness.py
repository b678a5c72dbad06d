"""Late questions: asked for, let in by the mayor's leave, kept out, or put to the vote in the hall (KR 4.26; DR 6.8-6.10)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.journal.actor import Actor
from magistrat.rules import sitting_late
from magistrat.rules.edition import Entry
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import deeds, questions
from magistrat.sittings.models import Question
from magistrat.sittings.queries import count

Stage, Lateness = Question.Stage, Question.Lateness
ASKED = (*questions.OPEN, Stage.ON_AGENDA)


def ask_leave(*, actor: Actor, at: datetime, question: int, reason: str) -> Question:
    """Ask for leave to bring the question in late (KR 4.26), or report to the mayor that it is late (DR 6.10).

    :raises Refusal: no right, another unit's question, no reason, no clause lets late ones in, or it was decided already.
    """
    deeds.demand(actor, at, deeds.DELIVER, deeds.PROPOSE, deeds.REVIEW, deeds.PREPARE)
    with transaction.atomic():
        found = deeds.locked_question(question)
        if deeds.refusal(actor, at, deeds.REVIEW):
            deeds.must_be_own(found, actor, at)
        deeds.must_be_ahead(found.sitting)
        deeds.must_be(found, *ASKED)
        _rule(found, at)
        if found.lateness == Lateness.ALLOWED:
            raise Refusal("", "Дозвіл на це питання вже є.")
        found.late_reason = deeds.required(reason, "Зазначте, чому питання вносять невчасно.")
        found.lateness, found.late_by = Lateness.ASKED, ""
        found.save(update_fields=["late_reason", "lateness", "late_by"])
        deeds.note(found, actor, at, "sittings.leave_asked", f"Запитано дозвіл: {found.late_reason}")
        deeds.tell_whose_right(found, at, "leave_asked", deeds.ADMIT, "Невчасно подане питання", found.late_reason)
    return found


def allow(*, actor: Actor, at: datetime, question: int) -> Question:
    """The mayor lets the late question in (KR 4.26; DR 6.9, 6.10).

    :raises Refusal: no right, nothing was asked, or the sitting is not ahead any more.
    """
    with transaction.atomic():
        found, rule = _asked(actor, at, question)
        found.lateness, found.late_by = Lateness.ALLOWED, _by(actor, at)
        found.save(update_fields=["lateness", "late_by"])
        deeds.touch(found.sitting, at)
        deeds.note(found, actor, at, "sittings.late_allowed", "Дозволено внести невчасне питання", rule.clause)
        deeds.tell_own(found, at, "late_allowed", "Дозволено внести питання")
    return found


def deny(*, actor: Actor, at: datetime, question: int, reason: str) -> Question:
    """The mayor keeps the late question out; where the clause says so it is excluded from the agenda (DR 6.10).

    :raises Refusal: no right, no reason, nothing was asked, or the agenda is frozen.
    """
    with transaction.atomic():
        found, rule = _asked(actor, at, question)
        why = deeds.required(reason, "Зазначте, чому питання не вносять.")
        found.lateness, found.late_by = Lateness.REFUSED, _by(actor, at)
        found.save(update_fields=["lateness", "late_by"])
        deeds.note(found, actor, at, "sittings.late_refused", f"Не дозволено внести питання: {why}", rule.clause)
        if "excluded" in rule.values.get("outcomes", ()):
            deeds.must_be_open(found.sitting)
            questions.take_out(question=found, actor=actor, at=at, reason=why, clause=rule.clause)
        else:
            deeds.touch(found.sitting, at)
            deeds.tell_own(found, at, "late_refused", "Питання не внесено", why)
    return found


def put_to_vote(*, actor: Actor, at: datetime, question: int, ground: str) -> Question:
    """Leave it to the members whether the question comes into the agenda (DR 6.8): asked in the hall, by open vote.

    :param ground: key of the clause's grounds: financing, an emergency, a court's decision…
    :raises Refusal: no right, no such clause, an unknown ground, or no papers that members could read beforehand.
    """
    deeds.demand(actor, at, deeds.PREPARE, deeds.PROPOSE)
    with transaction.atomic():
        found = deeds.locked_question(question)
        deeds.must_be_own(found, actor, at)
        deeds.must_be_ahead(found.sitting)
        deeds.must_be(found, *ASKED)
        rule = deeds.rules_of(found.sitting).get("additional_items_vote")
        if rule is None:
            raise Refusal("", "Додаткових питань за голосуванням Регламент не передбачає.")
        if ground not in rule.values["grounds"]:
            raise rule.refusal("Додаткове питання вносять лише з підстав, які називає пункт.")
        if rule.values.get("documents_beforehand") and found.document_id is None:
            raise rule.refusal("Документи до додаткового питання готують заздалегідь: долучіть проєкт.")
        found.lateness, found.late_reason, found.block, found.number = Lateness.BY_VOTE, ground, None, ""
        found.late_by = _by(actor, at)
        found.save(update_fields=["lateness", "late_reason", "late_by", "block", "number"])
        deeds.touch(found.sitting, at)
        text = "Питання вирішать включити голосуванням членів"
        deeds.note(found, actor, at, "sittings.put_to_vote", text, rule.clause, ground=ground)
    return found


def _asked(actor: Actor, at: datetime, question: int) -> tuple[Question, Entry]:
    """The locked question on which the mayor decides, and the clause by which he does.

    :raises Refusal: no right, nothing was asked, or the sitting is not ahead any more.
    """
    deeds.demand(actor, at, deeds.ADMIT)
    found = deeds.locked_question(question)
    deeds.must_be_ahead(found.sitting)
    if found.lateness not in (Lateness.ASKED, Lateness.REFUSED) or found.stage not in ASKED:
        raise Refusal("", "Дозволу на це питання не запитували.")
    return found, _rule(found, at)


def _rule(found: Question, at: datetime) -> Entry:
    """The clause by which the mayor lets late ones in; one with a last day of its own until that day (DR 6.9).

    :raises Refusal: where the city has no such clause.
    """
    counted, day = count.of(found.sitting), count.day_of(found.sitting)
    for way in sitting_late.ways_in(counted, day, count.matter_of(found, count.roles_of(found))):
        if way.code == sitting_late.LEAVE and (way.until is None or local_date(at) <= way.until):
            return counted.edition.entry(way.key)
    raise Refusal("", "Невчасних питань Регламент не передбачає.")


def _by(actor: Actor, at: datetime) -> str:
    return f"{actor.printed}, {local_date(at):%d.%m.%Y}"
