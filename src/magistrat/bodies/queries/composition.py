"""Bodies, their members and their general composition by days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from magistrat.bodies.models import Body, Membership, Seats
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Holding, Post, on_day
from magistrat.organisation.queries import then
from magistrat.regulation import queries as regulation
from magistrat.rules import provisions
from magistrat.rules.edition import Entry
from magistrat.rules.poll import alphabetical
from magistrat.rules.provisions import Provision
from magistrat.rules.refusal import Refusal

COMMITTEE = "executive-committee"
MAYOR = "mayor"
# What the regulation says of the committee's composition, of who presides and of how it decides, in this order.
RULES = (
    "committee_membership_bar", "committee_term", "committee_head", "meeting_chair", "meeting_quorum",
    "decision_majority", "conflict_vote_bar", "conflict_vote_admission", "poll_decision_majority",
    "extraordinary_meeting_preparation",
)  # fmt: skip
ORDER = {Membership.Role.CHAIR: 0, Membership.Role.DEPUTY: 1, Membership.Role.SECRETARY: 2, Membership.Role.MEMBER: 3}


@dataclass(frozen=True, slots=True)
class Chair:
    """Who may preside: the membership, and the lines by which he is printed, both posts for a substitute (KR 4.5)."""

    membership: int
    lines: tuple[str, ...]
    name: str


def role_choices() -> list[tuple[str, str]]:
    """Roles in a body for a form, with their names."""
    return [(str(key), str(name)) for key, name in Membership.Role.choices][::-1]


def bodies(on: date) -> Sequence[Body]:
    """Bodies of the day, the committee first; one statement."""
    found = Body.objects.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on).order_by("id")
    return sorted(found, key=lambda body: (body.key != COMMITTEE, body.title))


def counted(on: date) -> Sequence[tuple[Body, int, int]]:
    """Bodies of the day with the number of their members and their general composition; three statements."""
    found = bodies(on)
    members = Counter(Membership.objects.filter(_sits(on), body__in=found).values_list("body", flat=True))
    seats = dict(Seats.objects.filter(body__in=found, since__lte=on).order_by("since").values_list("body", "number"))
    return [(one, members[one.pk], seats.get(one.pk, 0)) for one in found]


def body(body_id: int) -> Body:
    """One body; one statement.

    :raises Body.DoesNotExist: when there is none.
    """
    return Body.objects.get(pk=body_id)


def committee() -> Body | None:
    """The executive committee that is; one statement."""
    return Body.objects.filter(key=COMMITTEE, until__isnull=True).first()


def has_holders(on: date) -> bool:
    """Whether anybody holds a post that sits in the committee; one statement."""
    return Holding.objects.filter(on_day(on), post__is_committee_member=True).exists()


def members_on(body: Body, on: date) -> Sequence[Membership]:
    """Members of the day with persons and posts, called as then: chair, deputies, secretary, by surname; one statement."""
    found = _members(body).filter(_sits(on)).annotate(
        person_then=then.changes("person", on, "person_id"), post_then=then.changes("post", on, "post_id")
    )  # fmt: skip
    return sorted((_called(one) for one in found), key=_order)


def members_ever(body: Body) -> Sequence[Membership]:
    """All who sit and sat in the body, the latest first; one statement."""
    return list(_members(body).order_by("-since", "-id"))


def membership(membership_id: int) -> Membership:
    """One membership with its person, post and body; one statement.

    :raises Membership.DoesNotExist: when there is none.
    """
    return Membership.objects.select_related("person", "post", "body").get(pk=membership_id)


def member_of_account(body: Body, account: int, on: date) -> Membership | None:
    """As which member the person signed in by this account sits in the body on the day; one statement."""
    return _members(body).filter(_sits(on), person__account=account).first()


def seats_on(body: Body, on: date) -> int:
    """The general composition on the day, 0 when nobody has set it; one statement."""
    found = Seats.objects.filter(body=body, since__lte=on).order_by("-since").values_list("number", flat=True).first()
    return found or 0


def seats_ever(body: Body) -> Sequence[Seats]:
    """General compositions, the latest first; one statement."""
    return list(Seats.objects.filter(body=body).order_by("-since"))


def rules_of_composition(on: date) -> Sequence[Entry]:
    """What the regulation says of the committee's composition and chair."""
    rules = regulation.rules_on(on)
    return [entry for key in RULES if (entry := rules.get(key)) is not None]


def provisions_of(body: Body, on: date) -> Sequence[Provision]:
    """What clauses and laws say of the body's votes; of the committee's the clauses stand in `rules_of_composition`."""
    said = provisions.gather(body.key, regulation.rules_on(on), regulation.vote_laws()).all
    return [one for one in said if one.law or body.key != COMMITTEE]


def bar(*, body: Body, person: int, post: Post | None, on: date) -> Refusal | None:
    """Why the person may not be a member (KR 1.3; DR 2.2); nothing when he may."""
    if body.key != COMMITTEE:
        return None
    return organisation.councillor_refusal(person=person, roles=post.roles if post else (), on=on)


def chairs(body: Body, on: date) -> Sequence[Chair]:
    """Who may preside on the day, the first one as the clause says (KR 1.6, 1.7; DR 6.1, 6.11); a few statements.

    The mayor; while another post does his duties by his order, that one alone. In other bodies the chair, his deputy,
    the secretary (DR 30.7).
    """
    members = members_on(body, on)
    if body.key != COMMITTEE:
        order = (Membership.Role.CHAIR, Membership.Role.DEPUTY, Membership.Role.SECRETARY)
        return [_as_himself(one) for role in order for one in members if one.role == role]
    post = next(iter(organisation.posts_with_role(MAYOR, on)), None)
    signature = organisation.signature_of(post.pk, on) if post else None
    if signature is None:
        return [_as_himself(one) for one in members if one.role == Membership.Role.CHAIR]
    found = [one for one in members if one.person_id == signature.person_id]
    return [Chair(one.pk, signature.lines, one.person.short_name) for one in found]


def _called(member: Membership) -> Membership:
    """The same member, never to be saved, his person and post as they were on the day."""
    then.put(member.person, member.person_then)
    if member.post is not None:
        then.put(member.post, member.post_then)
    return member


def _as_himself(member: Membership) -> Chair:
    return Chair(member.pk, (member.printed,), member.person.short_name)


def _members(body: Body) -> QuerySet[Membership]:
    return Membership.objects.filter(body=body).select_related("person", "post")


def _sits(on: date) -> Q:
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


def _order(member: Membership) -> tuple[int, tuple[int, ...]]:
    return ORDER[Membership.Role(member.role)], alphabetical(member.person.short_name)
