"""Handing duties over for an absence: proposed, agreed, given its order, cancelled (KR 1.6, 1.9.2, 4.2, 4.16.7; DR 2.10)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation import models
from magistrat.organisation.actions import returning
from magistrat.organisation.constraints import translated
from magistrat.organisation.queries import standing_in
from magistrat.organisation.queries.rights import SUBSTITUTE, demand, hand_over_refusal
from magistrat.organisation.queries.signatures import acting_title
from magistrat.regulation import queries as regulation
from magistrat.rules import words
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal


def propose(
    *,
    actor: Actor,
    at: datetime,
    absent: int,
    substitute: int,
    since: date,
    until: date | None,
    reason: str,
    ground_kind: str = models.Substitution.Ground.MAYOR_ORDER,
    ground: str = "",
    order: str = "",
) -> models.Substitution:
    """The first step of handing duties over: who, for whom, from `since` until (exclusive) `until`.

    The leader himself, his assistant on his behalf or the holder of `substitution.manage` may do it. The days are taken,
    but the substitute may act only after `agree`. The leader is told of what another made ready for him.

    :raises Refusal: no right; the first day is over; the days are taken; the substitute is absent himself, vacant or none
        of those whom the clause names; the ground is none that the clause knows.
    """
    with transaction.atomic():
        post, by = _locked_posts(absent, substitute)
        if refusal := hand_over_refusal(actor=actor, absent=post, at=at):
            raise refusal
        if since < local_date(at):
            raise Refusal(
                _clause_of(post, at),
                "За дні, що минули, обов'язки не передають: зазначте перший день не раніше за сьогодні.",
            )
        kept = _propose(
            actor,
            at,
            post,
            by,
            since,
            until,
            reason,
            ground_kind,
            ground.strip(),
            order.strip(),
        )
        if actor.post_id != post.pk or actor.on_behalf is not None:
            text = f"Підготовлено передачу Ваших обов'язків {_days(kept)}: {acting_title(post, by)}. Затвердьте її."
            returning.tell(kept, at, "proposed", text, to=post.pk)
    return kept


def agree(*, actor: Actor, at: datetime, substitution: int, order: str = "") -> models.Substitution:
    """The second step: the leader himself or the holder of `substitution.manage` lets the substitute act, from today at the earliest.

    :raises Refusal: no right, an assistant tries to agree, its days are over, the substitute may no more (he is absent
        himself, or his post is vacant), or it is agreed or cancelled already.
    """
    with transaction.atomic():
        named = models.Substitution.objects.get(pk=substitution)
        _locked_posts(named.absent_id, named.substitute_id)
        kept = _locked(substitution)
        if refusal := hand_over_refusal(actor=actor, absent=kept.absent, at=at):
            raise refusal
        clause = _clause(kept, at)
        if actor.on_behalf == kept.absent_id and actor.post_id != kept.absent_id and not _may_all(actor, at):
            raise Refusal(clause, "Передачу обов'язків затверджує сам керівник; секретар лише готує її.")
        _judge_open(kept, clause)
        if kept.agreed_at is not None:
            raise Refusal(clause, "Передачу обов'язків уже затверджено.")
        today = local_date(at)
        if kept.until is not None and kept.until <= today:
            raise Refusal(
                clause, f"Дні передачі минули {words.day(kept.until - returning.ONE_DAY)}: затверджувати вже нічого."
            )
        # On the days before nobody was let to act.
        kept.since = max(kept.since, today)
        if trouble := standing_in.changed_since(kept, on=today):
            raise trouble
        return _agree(actor, at, kept, order, clause)


def arrange(
    *,
    actor: Actor,
    at: datetime,
    absent: int,
    substitute: int,
    since: date,
    until: date | None,
    reason: str,
    ground_kind: str = models.Substitution.Ground.MAYOR_ORDER,
    ground: str = "",
    order: str = "",
) -> models.Substitution:
    """Both steps at once, by the order or the duty distribution that is there already.

    :raises Refusal: no right (`substitution.manage`), days that are over without an order of theirs, and all that `propose`
        refuses.
    """
    demand(actor=actor, right=SUBSTITUTE, at=at)
    with transaction.atomic():
        post, by = _locked_posts(absent, substitute)
        if since < local_date(at) and not order.strip():
            raise Refusal(
                _clause_of(post, at),
                "Перший день уже минув: зазначте дату й номер розпорядження, яким передано обов'язки.",
            )
        kept = _propose(
            actor,
            at,
            post,
            by,
            since,
            until,
            reason,
            ground_kind,
            ground.strip(),
            order.strip(),
        )
        return _agree(actor, at, kept, order, _clause(kept, at))


def add_order(*, actor: Actor, at: datetime, substitution: int, order: str) -> models.Substitution:
    """Add the date and number of the order, which may come after the duties are handed over.

    :raises Refusal: no right, nothing typed, or it is cancelled.
    """
    with transaction.atomic():
        kept = _locked(substitution)
        if refusal := hand_over_refusal(actor=actor, absent=kept.absent, at=at):
            raise refusal
        clause = _clause(kept, at)
        _judge_open(kept, clause)
        if not order.strip():
            raise Refusal(clause, "Зазначте дату й номер розпорядження.")
        earlier, kept.order = kept.order, order.strip()
        kept.save(update_fields=["order"])
        journal.record(
            actor=actor,
            at=at,
            code="organisation.substitution_ordered",
            subject=kept,
            clause=clause,
            payload={"text": f"Зазначено розпорядження про заміщення: {kept.order}", "earlier": earlier},
        )
    return kept


def cancel(
    *, actor: Actor, at: datetime, substitution: int, reason: str, until: date | None = None
) -> models.Substitution:
    """Take duties back: before the first day it is cancelled, later it ends with `until` (its first day without; today by default).

    The first day itself stays: what the substitute signed on it is signed, and the holder may sign on it, too.

    :raises Refusal: no right, no reason, a day that is over, or the substitution is over, taken back or cancelled already.
    """
    on = local_date(at)
    with transaction.atomic():
        kept = _locked(substitution)
        if refusal := hand_over_refusal(actor=actor, absent=kept.absent, at=at):
            raise refusal
        clause = _clause(kept, at)
        _judge_open(kept, clause)
        if not reason.strip():
            raise Refusal(clause, "Зазначте причину: достроковий вихід, скасування відпустки чи відрядження.")
        end = until or on
        if end < on:
            raise Refusal(clause, f"Дні, що минули, не змінюють: обов'язки можна повернути з {words.day(on)}.")
        if kept.until is not None and kept.until <= end:
            raise Refusal(clause, f"Заміщення вже закінчилося {words.day(kept.until - returning.ONE_DAY)}.")
        if kept.until is not None and kept.is_taken_back(end, on):
            raise Refusal(clause, f"Обов'язки вже повернуто з {words.day(kept.until)}.")
        returning.take_back(actor=actor, at=at, kept=kept, end=end, reason=reason.strip())
    return kept


def _propose(
    actor: Actor,
    at: datetime,
    absent: models.Post,
    substitute: models.Post,
    since: date,
    until: date | None,
    reason: str,
    ground_kind: str,
    ground: str,
    order: str,
) -> models.Substitution:
    facts = standing_in.Facts(
        absent=absent, substitute=substitute, since=since, until=until, reason=reason, ground_kind=ground_kind
    )
    if refusal := standing_in.refusal(facts, on=local_date(at)):
        raise refusal
    rule = standing_in.rule_for(absent, local_date(at))
    with translated(rule.clause if rule else "", rule.words if rule else ""), transaction.atomic():
        kept = models.Substitution.objects.create(
            absent=absent,
            substitute=substitute,
            since=since,
            until=until,
            reason=reason,
            ground_kind=ground_kind,
            ground=ground,
            order=order,
            proposed_at=at,
            proposed_by=actor.printed,
        )
    journal.record(
        actor=actor,
        at=at,
        code="organisation.substitution_proposed",
        subject=kept,
        clause=rule.clause if rule else "",
        payload={
            "text": f"Запропоновано передати обов'язки {_days(kept)}: {acting_title(absent, substitute)}",
            "post": absent.pk,
            "substitute": substitute.pk,
        },
    )
    return kept


def _agree(actor: Actor, at: datetime, kept: models.Substitution, order: str, clause: str) -> models.Substitution:
    kept.agreed_at, kept.agreed_by = at, actor.printed
    kept.order = order.strip() or kept.order
    kept.save(update_fields=["since", "agreed_at", "agreed_by", "order"])
    text = f"Обов'язки передано {_days(kept)}: {acting_title(kept.absent, kept.substitute)}"
    journal.record(
        actor=actor,
        at=at,
        code="organisation.substitution_agreed",
        subject=kept,
        clause=clause,
        payload={"text": text, "post": kept.absent_id, "substitute": kept.substitute_id, "order": kept.order},
    )
    returning.tell(kept, at, "agreed", text)
    return kept


def _locked_posts(absent: int, substitute: int) -> tuple[models.Post, models.Post]:
    """Both posts, locked in the order of their ids: of two leaders who hand over to each other the second one sees the first.

    :raises Post.DoesNotExist: when there is none.
    """
    found = models.Post.objects.select_for_update(of=("self",)).filter(pk__in=[absent, substitute]).order_by("id")
    posts = {post.pk: post for post in found}
    if not {absent, substitute} <= posts.keys():
        raise models.Post.DoesNotExist
    return posts[absent], posts[substitute]


def _locked(substitution: int) -> models.Substitution:
    found = models.Substitution.objects.select_related("absent", "substitute").select_for_update(of=("self",))
    return found.get(pk=substitution)


def _judge_open(kept: models.Substitution, clause: str) -> None:
    if kept.cancelled_at is not None:
        raise Refusal(clause, "Передачу обов'язків скасовано.")


def _clause(kept: models.Substitution, at: datetime) -> str:
    return _clause_of(kept.absent, at)


def _clause_of(absent: models.Post, at: datetime) -> str:
    rule = standing_in.rule_for(absent, local_date(at))
    return rule.clause if rule else ""


def _may_all(actor: Actor, at: datetime) -> bool:
    return regulation.refusal(actor=actor, right=SUBSTITUTE, on=local_date(at)) is None


def _days(kept: models.Substitution) -> str:
    return f"з {words.day(kept.since)}" + (f" до {words.day(kept.last_day)} включно" if kept.last_day else "")
