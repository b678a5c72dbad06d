"""Who may sit on the executive committee (KR 1.3; DR 2.2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from magistrat.organisation import models
from magistrat.regulation import queries as regulation
from magistrat.rules.edition import Entry
from magistrat.rules.refusal import Refusal


def membership_refusal(*, person: int, post: models.Post, on: date) -> Refusal | None:
    """Why the person may not hold a post whose holder sits on the committee; nothing when he may."""
    return councillor_refusal(person=person, roles=post.roles, on=on) if post.is_committee_member else None


def councillor_refusal(*, person: int, roles: Collection[str], on: date) -> Refusal | None:
    """Why the person, on a post with these roles or on none, may not sit on the committee; nothing when he may."""
    rule = regulation.rules_on(on).get("committee_membership_bar")
    if rule is None or set(rule.values.get("except_roles", ())) & set(roles):
        return None
    if not models.Person.objects.filter(pk=person, is_councillor=True).exists():
        return None
    return rule.refusal()


def committee_rules(on: date) -> list[Entry]:
    """What the regulation says of the committee's members and of their term, for the page of the organisation."""
    rules = regulation.rules_on(on)
    found = (rules.get(key) for key in ("committee_head", "committee_membership_bar", "committee_term", "appointment"))
    return [entry for entry in found if entry is not None]
