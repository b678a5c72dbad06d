"""Fields of responsibility of leaders (розподіл обов'язків)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation import models
from magistrat.organisation.constraints import translated
from magistrat.organisation.queries.rights import MANAGE, demand
from magistrat.regulation import queries as regulation
from magistrat.rules import words
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal


def assign_field(
    *,
    actor: Actor,
    at: datetime,
    leader: int,
    since: date,
    subject: str = "",
    department: int | None = None,
    ground: str = "",
) -> models.Field:
    """Give a leader a subject or a department to coordinate from the day, by the mayor's order (KR 1.9.3; DR 2.10).

    :raises Refusal: no right (`organisation.manage`), no ground, nothing assigned, the post is no leader's, or he
        has this field already.
    """
    demand(actor=actor, right=MANAGE, at=at)
    rule = regulation.rules_on(local_date(at)).get("duty_distribution")
    clause, said = (rule.clause, rule.words) if rule else ("", "")
    if not subject.strip() and department is None:
        raise Refusal(clause, "Зазначте питання або підрозділ, за які відповідає керівник.", said)
    if rule and not ground.strip():
        raise Refusal(clause, "Зазначте дату й номер розпорядження про розподіл обов'язків.", said)
    with transaction.atomic(), translated(clause, said):
        post = models.Post.objects.select_for_update(of=("self",)).get(pk=leader)
        if not post.is_leader:
            raise Refusal(
                clause, f"Обов'язки розподіляють між керівництвом, а «{post.title}» до нього не належить.", said
            )
        same = models.Field.objects.filter(
            models.on_day(since), leader=post, subject=subject.strip(), department=department
        )
        if same.exists():
            raise Refusal(clause, "Це питання за керівником уже закріплено.", said)
        field = models.Field.objects.create(
            leader=post, subject=subject.strip(), department_id=department, since=since, ground=ground.strip()
        )
        journal.record(
            actor=actor,
            at=at,
            code="organisation.field_assigned",
            subject=field,
            clause=clause,
            payload={
                "text": f"Закріплено з {words.day(since)}: {post.title} — {_named(field)}",
                "post": leader,
                "department": department,
            },
        )
    return field


def end_field(*, actor: Actor, at: datetime, field: int, until: date) -> models.Field:
    """Take a field of responsibility away from the day `until` (the first day without it).

    :raises Refusal: no right (`organisation.manage`), or the day is not later than the first one.
    """
    demand(actor=actor, right=MANAGE, at=at)
    with transaction.atomic():
        kept = models.Field.objects.select_for_update(of=("self",)).select_related("leader", "department").get(pk=field)
        if until <= kept.since:
            raise Refusal("", f"День припинення має бути пізнішим за {words.day(kept.since)}.")
        if kept.until is not None and kept.until <= until:
            raise Refusal("", f"Дію вже припинено з {words.day(kept.until)}.")
        kept.until = until
        kept.save(update_fields=["until"])
        journal.record(
            actor=actor,
            at=at,
            code="organisation.field_ended",
            subject=kept,
            payload={
                "text": f"Припинено з {words.day(until)}: {kept.leader.title} — {_named(kept)}",
                "post": kept.leader_id,
            },
        )
    return kept


def _named(field: models.Field) -> str:
    return field.subject or (field.department.name if field.department else "")
