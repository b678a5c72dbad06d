"""Who may sit on the executive committee (KR 1.3; DR 2.2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from magistrat.organisation import models
from magistrat.regulation import queries as regulation
from magistrat.rules.edition import Entry
from magistrat.rules.refusal import Refusal


def membership_refusal(*, person: int, post: models.Post, on: date) -> Refusal | None:
    """Why the person may not hold a post whose holder sits on the committee; nothing when he may."""
    return councillor_refusal(person=person, roles=post.roles, on=on) if post.is_committee_member else None


def councillor_refusal(*, person: int, roles: Collection[str], on: date) -> Refusal | None:
    """Why the person, on a post with these roles or on none, may not sit on the committee; nothing when he may."""
    rule = _bar(on)
    if rule is None or _excepted(rule) & set(roles):
        return None
    if not models.Person.objects.filter(pk=person, is_councillor=True).exists():
        return None
    return rule.refusal()


def holders_refusal(*, post: int, roles: Collection[str], on: date) -> Refusal | None:
    """Why the post, with these roles, may not sit on the committee: who holds it on the day or will; nothing when it may."""
    rule = _bar(on)
    if rule is None or _excepted(rule) & set(roles):
        return None
    held = models.Holding.objects.filter(_not_over(on), post=post, person__is_councillor=True).select_related("person")
    one = held.first()
    if one is None:
        return None
    message = (
        f"Посаду обіймає депутат міської ради ({one.person.short_name}): до складу виконкому вона входити не може."
    )
    return Refusal(rule.clause, message, rule.words)


def elected_refusal(*, person: int, on: date) -> Refusal | None:
    """Why the person may not be marked as a councillor: he holds, or will, a post that sits on the committee."""
    rule = _bar(on)
    if rule is None:
        return None
    held = models.Holding.objects.filter(_not_over(on), person=person, post__is_committee_member=True)
    one = held.exclude(post__roles__overlap=sorted(_excepted(rule))).select_related("post").first()
    if one is None:
        return None
    message = (
        f"Працівник обіймає посаду «{one.post.title}», що входить до складу виконкому: спершу звільніть його з неї."
    )
    return Refusal(rule.clause, message, rule.words)


def _bar(on: date) -> Entry | None:
    return regulation.rules_on(on).get("committee_membership_bar")


def _excepted(rule: Entry) -> set[str]:
    return set(rule.values.get("except_roles", ()))


def _not_over(on: date) -> Q:
    return Q(until__isnull=True) | Q(until__gt=on)


def committee_rules(on: date) -> list[Entry]:
    """What the regulation says of the committee's members and of their term, for the page of the organisation."""
    rules = regulation.rules_on(on)
    found = (rules.get(key) for key in ("committee_head", "committee_membership_bar", "committee_term", "appointment"))
    return [entry for entry in found if entry is not None]
