"""A body is formed, its general composition set, members appointed and released (KR 1.3; DR 2.2)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from magistrat.bodies.actions import deeds
from magistrat.bodies.models import Body, Membership, Seats
from magistrat.bodies.queries import composition
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Person, Post
from magistrat.rules import words
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.rules.voting import BODIES

BAR = "committee_membership_bar"
SINGLE = ("executive-committee", "council")


def form(*, actor: Actor, at: datetime, key: str, title: str, since: date, ground: str) -> Body:
    """Enter a body that has been formed.

    :param key: of `rules.voting.BODIES`: by it the clauses of quorum and majority are found.
    :raises Refusal: no right (`bodies.manage`), no title or ground, or such a body is there already.
    """
    deeds.demand(actor, deeds.MANAGE, at)
    if key not in BODIES or not title.strip():
        raise Refusal("", "Зазначте вид органу та його назву.")
    clause = _grounded(ground, at)
    with transaction.atomic():
        if key in SINGLE and Body.objects.filter(key=key, until__isnull=True).exists():
            raise Refusal("", "Такий орган уже внесено.")
        body = Body.objects.create(key=key, title=title.strip(), since=since, ground=ground.strip(), clause=clause)
        text = f"Унесено орган: {body.title}, з {words.day(since)}. Підстава: {body.ground}"
        deeds.note(body, actor, at, "bodies.formed", text, clause)
    return body


def set_seats(*, actor: Actor, at: datetime, body: int, number: int, since: date, ground: str) -> Seats:
    """Set the general composition from a day on: of it quorum and majority are counted (KR 4.3, 4.4; DR 6.11, 6.23).

    :raises Refusal: no right (`bodies.manage`), no ground, no number, less than members, or a number of that day is there.
    """
    deeds.demand(actor, deeds.MANAGE, at)
    clause = _grounded(ground, at)
    with transaction.atomic():
        kept = deeds.locked_body(body)
        if number < 1:
            raise Refusal(clause, "Загальний склад — щонайменше один член.")
        if number < (members := len(composition.members_on(kept, max(since, local_date(at))))):
            raise Refusal(clause, f"Членів уже більше: {members}. Спершу припиніть членство зайвих.")
        if Seats.objects.filter(body=kept, since=since).exists():
            raise Refusal(clause, f"Загальний склад із {words.day(since)} уже внесено.")
        seats = Seats.objects.create(body=kept, number=number, since=since, ground=ground.strip())
        text = f"Загальний склад із {words.day(since)}: {number}. Підстава: {seats.ground}"
        deeds.note(kept, actor, at, "bodies.seats_set", text, clause, number=number, since=since)
    return seats


def appoint(
    *, actor: Actor, at: datetime, body: int, person: int, role: str, since: date, ground: str, post: int | None = None,
    printed: str = "",
) -> Membership:  # fmt: skip
    """Enter a member from a day on, by the council's decision.

    :param post: the post by which the person sits in the body; :param printed: occupation as lists of members print it,
        by default the post's title.
    :raises Refusal: no right (`bodies.manage`), no ground, a councillor other than the secretary (KR 1.3; DR 2.2), a member
        already, or the general composition is full.
    """
    deeds.demand(actor, deeds.MANAGE, at)
    clause = _grounded(ground, at)
    with transaction.atomic():
        kept = deeds.locked_body(body)
        whom, by_post = Person.objects.get(pk=person), Post.objects.get(pk=post) if post else None
        if barred := composition.bar(body=kept, person=person, post=by_post, on=local_date(at)):
            raise barred
        if role not in Membership.Role.values:
            raise Refusal(clause, "Зазначте роль в органі.")
        _judge_room(kept, whom, since, clause)
        member = Membership.objects.create(
            body=kept, person=whom, post=by_post, role=role, since=since, ground=ground.strip(),
            printed=printed.strip() or (by_post.title if by_post else ""),
        )  # fmt: skip
        text = f"Унесено до складу з {words.day(since)}: {whom.short_name}, {member.get_role_display()}. Підстава: {member.ground}"
        deeds.note(kept, actor, at, "bodies.member_appointed", text, clause, member=member.pk, person=person)
    return member


def release(*, actor: Actor, at: datetime, membership: int, until: date, ground: str) -> Membership:
    """End a membership: `until` is its last day.

    :raises Refusal: no right (`bodies.manage`), no ground, it has ended, or the day is before the first one.
    """
    deeds.demand(actor, deeds.MANAGE, at)
    clause = _grounded(ground, at)
    with transaction.atomic():
        found = Membership.objects.select_related("person").select_for_update(of=("self",))
        member = found.get(pk=membership)
        kept = deeds.locked_body(member.body_id)
        if member.until is not None:
            raise Refusal(clause, f"Членство вже припинено {words.day(member.until)}.")
        if until < member.since:
            raise Refusal(clause, f"Останній день не може бути раніший за перший ({words.day(member.since)}).")
        member.until, member.ended_ground = until, ground.strip()
        member.save(update_fields=["until", "ended_ground"])
        text = (
            f"Виведено зі складу після {words.day(until)}: {member.person.short_name}. Підстава: {member.ended_ground}"
        )
        deeds.note(kept, actor, at, "bodies.member_released", text, clause, member=member.pk)
    return member


def _grounded(ground: str, at: datetime) -> str:
    """The clause by which the composition changes.

    :raises Refusal: when no decision is named.
    """
    rule = deeds.rule(BAR, at)
    if ground.strip():
        return rule.clause if rule else ""
    message = "Зазначте дату й номер рішення, яким змінено склад."
    raise rule.refusal(message) if rule else Refusal("", message)


def _judge_room(body: Body, person: Person, since: date, clause: str) -> None:
    members = composition.members_on(body, since)
    if any(member.person_id == person.pk for member in members):
        raise Refusal(clause, f"{person.short_name}: уже член органу.")
    seats = composition.seats_on(body, since)
    if not seats:
        raise Refusal(clause, "Спершу внесіть загальний склад органу на цей день.")
    if len(members) >= seats:
        raise Refusal(clause, f"Загальний склад заповнено: {len(members)} із {seats}.")
