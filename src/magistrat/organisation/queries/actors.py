"""In whose name a person may act on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from magistrat.journal.actor import Actor
from magistrat.organisation import models
from magistrat.organisation.queries import then
from magistrat.organisation.queries.signatures import acting_title
from magistrat.ui import prepared


def actors_of(person_id: int, on: date) -> list[Actor]:
    """Own posts (by rank), absent posts that the person stands in for, leaders whose assistant he is; two statements.

    Posts are called as on the day: a new title that lies ahead is not printed before it. `line` and `departments` are
    the same in all: what a person may see does not change with the name he acts in.
    """
    holdings = _holdings(on, person=person_id)
    if not holdings:
        return []
    return _choices(holdings, on)


def actors_of_account(account_id: int, on: date) -> list[Actor]:
    """The same by the account with which the person signed in; two statements."""
    holdings = _holdings(on, person__account=account_id)
    return _choices(holdings, on) if holdings else []


def actor_of_post(post_id: int, on: date) -> Actor | None:
    """The holder of a post acting in it; nothing when the post is vacant; two statements."""
    holdings = _holdings(on, post=post_id)
    return _choices(holdings, on)[0] if holdings else None


@prepared.prepared
def _holdings(on: date, **whose: int) -> QuerySet[models.Holding]:
    found = then.of_holdings(models.Holding.objects.filter(models.on_day(on), **whose), on)
    return found.order_by("post__rank", "post_id")


@prepared.prepared
def _substitutions(posts: Sequence[int], on: date) -> QuerySet[models.Substitution]:
    """Those in which the posts stand in, and those by which somebody signs in their place: as `signatures.of_posts` finds."""
    held = models.Holding.objects.filter(models.on_day(on), post=OuterRef("substitute"))
    found = models.Substitution.objects.filter(
        models.in_force(on), Q(substitute__in=posts) | Q(Exists(held), absent__in=posts)
    )  # fmt: skip
    found = found.select_related("absent").annotate(absent_then=then.changes("post", on, "absent_id"))
    return found.order_by("absent__rank", "absent_id")


def _choices(holdings: Sequence[models.Holding], on: date) -> list[Actor]:
    holdings = [then.holding(holding) for holding in holdings]
    person = holdings[0].person
    posts = [holding.post for holding in holdings]
    own = {post.pk: post for post in posts}
    found = _substitutions(list(own), on)
    for one in found:
        then.put(one.absent, one.absent_then)
    stands_in = [one for one in found if one.substitute_id in own]
    absent = {one.absent_id for one in found}
    line = tuple(
        dict.fromkeys([*own, *(one.absent_id for one in stands_in), *(p.assists_id for p in posts if p.assists_id)])
    )
    # While somebody stands in for a post, its own holder does not sign in it.
    signing = [*(post for post in posts if post.pk not in absent), *(one.absent for one in stands_in)]
    signs_as = frozenset(role for post in signing for role in post.roles)
    departments = tuple(
        dict.fromkeys([*(p.department_id for p in posts), *(one.absent.department_id for one in stands_in)])
    )

    def actor(
        post: models.Post,
        own_post: models.Post,
        title: str,
        acting_for: int | None = None,
        on_behalf: int | None = None,
    ) -> Actor:
        return Actor(
            person_id=person.pk,
            person_name=person.signature_name,
            post_id=post.pk,
            post_title=title,
            own_post_id=own_post.pk,
            department_id=post.department_id,
            roles=frozenset(post.roles),
            line=line,
            signs_as=signs_as,
            departments=departments,
            acting_for=acting_for,
            on_behalf=on_behalf,
        )

    return [
        *(actor(post, post, post.title) for post in posts),
        *(
            actor(
                one.absent,
                own[one.substitute_id],
                acting_title(one.absent, own[one.substitute_id]),
                acting_for=one.absent_id,
            )
            for one in stands_in
        ),
        *(actor(post, post, post.title, on_behalf=post.assists_id) for post in posts if post.assists_id),
    ]
