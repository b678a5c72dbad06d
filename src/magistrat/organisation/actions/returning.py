"""How handed-over duties end: taken back, or because a post is no longer held as it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation import models
from magistrat.organisation.queries import standing_in
from magistrat.organisation.queries.signatures import acting_title
from magistrat.outbox import actions as outbox
from magistrat.rules import words
from magistrat.rules.moments import local_date

ONE_DAY = timedelta(days=1)


def take_back(*, actor: Actor, at: datetime, kept: models.Substitution, end: date, reason: str) -> str:
    """End the locked one with `end` (its first day without), or cancel it whole where nobody acted by it before.

    Taken back on its very first day it keeps that day, on which the substitute may have signed already. The answer says it in
    a sentence, as the journal and the substitute's notice do.
    """
    today = local_date(at)
    end = kept.end_at_earliest(end, today)
    if kept.since >= end or kept.agreed_at is None:
        kept.cancelled_at, kept.cancelled_by = at, actor.printed
        text = f"Скасовано передачу обов'язків: {reason}"
    else:
        kept.until, kept.cancelled_by = end, actor.printed
        text = f"Обов'язки повернуто з {words.day(end)}: {reason}"
    kept.save(update_fields=["cancelled_at", "cancelled_by", "until"])
    rule = standing_in.rule_for(kept.absent, today)
    journal.record(
        actor=actor,
        at=at,
        code="organisation.substitution_cancelled",
        subject=kept,
        clause=rule.clause if rule else "",
        payload={"text": text, "post": kept.absent_id, "substitute": kept.substitute_id},
    )
    tell(kept, at, f"cancelled:{kept.until}", text)
    return text


def take_back_all(
    *, actor: Actor, at: datetime, found: QuerySet[models.Substitution], end: date, reason: str
) -> list[str]:
    """The same for all of these that reach past the day; the answer names each: «В.о. … – …: …»."""
    reaching = found.filter(Q(until__isnull=True) | Q(until__gt=end), cancelled_at__isnull=True)
    locked = reaching.select_related("absent", "substitute").select_for_update(of=("self",)).order_by("id")
    return [
        f"{acting_title(kept.absent, kept.substitute)}. "
        + words.ended(take_back(actor=actor, at=at, kept=kept, end=end, reason=reason))
        for kept in locked
        if not kept.is_taken_back(end, local_date(at))
    ]


def former_holders(*, post: int, person: int, since: date) -> QuerySet[models.Substitution]:
    """Substitutions of the post that do not outlive the person's appointment: for its vacancy, and those of others before him."""
    found = models.Substitution.objects.filter(models.meets(since, None), absent=post, cancelled_at__isnull=True)
    ended = [
        one.pk
        for one in found
        if one.reason == models.Substitution.Reason.VACANCY
        or _holder(post, [one.since, local_date(one.proposed_at)]) != person
    ]
    return models.Substitution.objects.filter(pk__in=ended)


def performed_in(holding: models.Holding) -> QuerySet[models.Substitution]:
    """Duties that the holder performs by the post: since a day of this holding, as it stands, or of his adjoining ones before."""
    found = models.Substitution.objects.filter(substitute=holding.post_id, since__gte=_first_day(holding))
    # Asked before the end is moved, so the end is kept in the statement.
    return found if holding.until is None else found.filter(since__lt=holding.until)


def _first_day(holding: models.Holding) -> date:
    """Since when the person holds the post without a break: a new term goes on where the one before ends."""
    since = holding.since
    before = models.Holding.objects.filter(post=holding.post_id, person=holding.person_id, until__lte=since)
    for begun, until in before.order_by("-since").values_list("since", "until"):
        if until != since:
            break
        since = begun
    return since


def _holder(post: int, days: Sequence[date]) -> int | None:
    """Who held the post on the first of the days on which anybody did."""
    for on in days:
        if held := models.Holding.objects.filter(models.on_day(on), post=post).values_list("person", flat=True).first():
            return held
    return None


def tell(kept: models.Substitution, at: datetime, step: str, text: str, to: int | None = None) -> None:
    """The notice of the substitute, or of another post."""
    outbox.notify(
        at=at,
        key=f"substitution:{kept.pk}:{step}",
        to_post=to or kept.substitute_id,
        subject=text,
        link=reverse("organisation:substitution", args=[kept.pk]),
    )
