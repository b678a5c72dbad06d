"""The days of a sitting's way as its edition counts them: what rules are asked with."""

from __future__ import annotations

from datetime import datetime

from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules import sitting_deeds, sitting_way
from magistrat.rules.moments import local_date
from magistrat.rules.sitting_deeds import Matter
from magistrat.rules.sitting_way import Count, Last
from magistrat.sittings.models import Question, Sitting

Stage = Question.Stage
LIES = (Stage.DELIVERED, Stage.REVIEWED, Stage.ON_AGENDA, Stage.DONE)


def of(sitting: Sitting) -> Count:
    """The edition of the sitting's day, the city's calendar and the laws."""
    return Count(regulation.rules_of(sitting.gathering.edition_id), regulation.work_calendar(), regulation.laws())


def day_of(sitting: Sitting) -> sitting_deeds.Sitting:
    """The sitting as its way is counted."""
    called = local_date(sitting.convened_at) if sitting.convened_at else None
    return sitting_deeds.Sitting(sitting.gathering.on, sitting.gathering.kind, called)


def delivered_at(question: Question) -> datetime | None:
    """When the papers that lie for the sitting were delivered; nothing while they are being mended (KR 4.21; DR 4.10)."""
    return question.delivered_at if question.stage in LIES else None


def matter_of(question: Question, roles: frozenset[str] = frozenset()) -> Matter:
    """What of the question decides its days; `roles` are those of the head of its unit."""
    at = delivered_at(question)
    delivered = local_date(at) if at else None
    return Matter(
        flags=frozenset(question.flags), roles=roles, delivered_on=delivered, has_draft=not question.is_information
    )


def roles_of(question: Question) -> frozenset[str]:
    """Roles of the head of the unit that brings the question in (DR 6.9: the finance department); one statement."""
    head = organisation.head_of_department(question.department_id, question.sitting.gathering.on)
    return frozenset(head.roles) if head else frozenset()


def lasts_of(question: Question) -> tuple[Last, ...]:
    """The last days of what is done with the question."""
    return sitting_way.of_question(of(question.sitting), day_of(question.sitting), matter_of(question))
