"""The committee of a new city, made from the posts whose holders sit in it. Repeatable."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.bodies.actions import composition
from magistrat.bodies.models import Body, Membership
from magistrat.bodies.queries import composition as queries
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Holding, Post, on_day
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

GROUND = "склад, унесений під час налаштування за посадами"
ROLES = {
    "mayor": Membership.Role.CHAIR,
    "first_deputy_mayor": Membership.Role.DEPUTY,
    "affairs_manager": Membership.Role.SECRETARY,
}


def set_up(*, actor: Actor, at: datetime) -> tuple[Body, list[str]]:
    """Form the committee if there is none, then enter the holders of members' posts who are not in it yet.

    Says who was left out and why: a councillor stays out (KR 1.3; DR 2.2), nobody is put out. The general composition is
    the number of members' posts until people set the one of the council's decision.
    """
    on, left = local_date(at), []
    with transaction.atomic():
        body = queries.committee() or composition.form(
            actor=actor, at=at, key=queries.COMMITTEE, title=_title(), since=on, ground=GROUND
        )
        posts = Post.objects.filter(on_day(on), is_committee_member=True)
        if not queries.seats_on(body, on) and (number := posts.count()):
            composition.set_seats(actor=actor, at=at, body=body.pk, number=number, since=on, ground=GROUND)
        sits = {member.person_id for member in queries.members_on(body, on)}
        held = Holding.objects.filter(on_day(on), post__in=posts).select_related("post").order_by("post__rank", "id")
        for holding in held:
            if holding.person_id in sits:
                continue
            try:
                _appoint(actor, at, body, holding)
            except Refusal as refusal:
                left.append(f"{holding.post.title}: {refusal}")
            sits.add(holding.person_id)
    return body, left


def _appoint(actor: Actor, at: datetime, body: Body, holding: Holding) -> None:
    role = next((role for key, role in ROLES.items() if key in holding.post.roles), Membership.Role.MEMBER)
    with transaction.atomic():
        composition.appoint(
            actor=actor, at=at, body=body.pk, person=holding.person_id, post=holding.post_id, role=role,
            since=local_date(at), ground=GROUND,
        )  # fmt: skip


def _title() -> str:
    """The committee's name as the city's papers print it."""
    name = str(regulation.city().names.get("committee", "виконавчий комітет"))
    return name[:1].upper() + name[1:]
