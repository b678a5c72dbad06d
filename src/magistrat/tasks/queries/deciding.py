"""Who writes off what has been submitted, who changes a term: the author of the resolution, or who may above him."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules.edition import Edition

EXTEND = "control.extend"


@dataclass(frozen=True)
class Desk:
    """What is written off at the desks where a person works.

    :param authors: posts by whose resolutions; :param apart: kinds of documents that some roles alone write off, whoever
        wrote the resolution (DR 9.7), and :param is_theirs: whether this is a desk of such a role.
    """

    authors: Sequence[int]
    apart: Sequence[str]
    is_theirs: bool

    @property
    def wanted(self) -> Mapping[str, Any]:
        """As arguments of what reads the submitted cases."""
        return {"authors": self.authors, "apart": self.apart, "is_theirs": self.is_theirs}


def decider_of(*, author: Post | None, rules: Edition, kind: str, on: date) -> Post | None:
    """The author himself where he may take off control, else the nearest up his line who may (KR 8.15; DR 9.7, 10.22).

    The head of a body writes resolutions on what is addressed to himself, but takes nothing off control; a deputy takes no
    state body's paper off it. A post that nobody fills on the day decides nothing while another one above may. One
    statement for who may, at most seven for the others.
    """
    if author is None:
        return None
    is_apart = kind in control_rules.higher_kinds(rules)
    return _nearest(author, control_rules.deciding_roles(rules, kind), on, beyond_his_line=is_apart)


def changes_terms(*, author: Post, rules: Edition, on: date, is_part: bool = False) -> Post:
    """The author himself where he may change terms, else the nearest up his line who may, else any who may (KR 8.13; DR 8.10).

    :param is_part: of a part of a task, whose inner term whoever gave it changes himself while he is there (KR 7.11; DR 10.17).
    """
    if is_part and organisation.filled([author.pk], on):
        return author
    return _nearest(author, rules.roles_with(EXTEND), on, beyond_his_line=True)


def _nearest(author: Post, roles: frozenset[str], on: date, *, beyond_his_line: bool) -> Post:
    """Of those with one of the roles: the author, else who is above him, then all of the day; first whose post is filled."""
    if roles.intersection(author.roles) and organisation.filled([author.pk], on):
        return author
    line = [author, *_above(author)]
    if beyond_his_line:
        line += [post for role in sorted(roles) for post in organisation.posts_with_role(role, on)]
    able = [post for post in line if roles.intersection(post.roles)]
    filled = organisation.filled([post.pk for post in able], on)
    return next((post for post in able if post.pk in filled), next(iter(able), author))


def _above(author: Post) -> list[Post]:
    above = organisation.heads_above(author.pk)
    posts = Post.objects.in_bulk(above)
    return [posts[pk] for pk in above]


def decides_for(*, actor: Actor, on: date) -> Desk:
    """`decider_of` read downwards; two statements, three where the regulation sets kinds apart."""
    rules = regulation.rules_on(on)
    deciding = control_rules.deciding_roles(rules)
    below = organisation.led_without(actor.line, deciding, organisation.vacant(deciding, on))
    apart = sorted(control_rules.higher_kinds(rules))
    roles = sorted(control_rules.deciding_roles(rules, apart[0])) if apart else []
    is_theirs = bool(roles) and Post.objects.filter(pk__in=actor.line, roles__overlap=roles).exists()
    return Desk(sorted({*actor.line, *below}), tuple(apart), is_theirs)


def waits(by_authors: Q, of_kinds: Q, *, is_theirs: bool) -> Q:
    """What waits at a desk: by its authors' resolutions, but of the kinds set apart all or none."""
    return by_authors | of_kinds if is_theirs else by_authors & ~of_kinds
