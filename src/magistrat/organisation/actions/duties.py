"""Fields of responsibility of leaders (розподіл обов'язків)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

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

    :raises Refusal: no right (`organisation.manage`), no ground, nothing assigned, the post is no leader's, he has this
        field already, post or department are not there on the day, or another leader coordinates the department.
    """
    demand(actor=actor, right=MANAGE, at=at)
    rule = regulation.rules_on(local_date(at)).get("duty_distribution")
    clause, said = (rule.clause, rule.words) if rule else ("", "")
    if not subject.strip() and department is None:
        raise Refusal(clause, "Зазначте питання або підрозділ, за які відповідає керівник.", said)
    if rule and not ground.strip():
        raise Refusal(clause, "Зазначте дату й номер розпорядження про розподіл обов'язків.", said)
    with transaction.atomic(), translated(clause, said):
        # Weaker locks than a card's own change takes: a new row that only points to these does not wait for them.
        post = models.Post.objects.select_for_update(of=("self",), no_key=True).get(pk=leader)
        if not post.is_leader:
            raise Refusal(
                clause, f"Обов'язки розподіляють між керівництвом, а «{post.title}» до нього не належить.", said
            )
        if not post.holds(since):
            raise Refusal(clause, f"Посади «{post.title}» {words.day(since)} немає в структурі.", said)
        same = models.Field.objects.filter(
            models.on_day(since), leader=post, subject=subject.strip(), department=department
        )
        if same.exists():
            raise Refusal(clause, "Це питання за керівником уже закріплено.", said)
        if department is not None and (trouble := _department_trouble(department, leader, since)):
            raise Refusal(clause, trouble, said)
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
        _end(actor, at, kept, until)
    return kept


def end_all(*, actor: Actor, at: datetime, found: QuerySet[models.Field], until: date) -> list[str]:
    """End all of these that reach past the day, because the leader's post or the department is no more; a sentence for each."""
    reaching = found.filter(models.meets(until, None)).select_related("leader", "department")
    return [
        words.ended(_end(actor, at, kept, max(until, kept.since)))
        for kept in reaching.select_for_update(of=("self",)).order_by("id")
    ]


def _end(actor: Actor, at: datetime, kept: models.Field, until: date) -> str:
    kept.until = until
    kept.save(update_fields=["until"])
    text = f"Припинено з {words.day(until)}: {kept.leader.title} — {_named(kept)}"
    journal.record(
        actor=actor,
        at=at,
        code="organisation.field_ended",
        subject=kept,
        payload={"text": text, "post": kept.leader_id},
    )
    return text


def _department_trouble(department: int, leader: int, since: date) -> str:
    """A department that is there is coordinated by one leader at a time."""
    kept = models.Department.objects.select_for_update(of=("self",), no_key=True).get(pk=department)
    if not kept.holds(since):
        return f"Підрозділу «{kept.name}» {words.day(since)} немає."
    others = models.Field.objects.filter(models.meets(since, None), department=department).exclude(leader=leader)
    other = others.select_related("leader").order_by("since", "id").first()
    if other is None:
        return ""
    days = f"з {words.day(other.since)}" + (f" до {words.day(other.last_day)}" if other.last_day else "")
    return (
        f"Діяльність підрозділу «{kept.name}» координує «{other.leader.title}» ({days}): "
        "спершу припиніть дію цього розподілу."
    )


def _named(field: models.Field) -> str:
    return field.subject or (field.department.name if field.department else "")
