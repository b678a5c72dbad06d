"""Who writes off what has been submitted: the author of the resolution, or the leader above one who may not."""

from __future__ import annotations

from datetime import date

from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules.edition import Edition

RIGHT = "control.write_off"


def decider_of(*, author: Post | None, rules: Edition) -> Post | None:
    """The author himself where he may take off control, else the nearest up his line who may (KR 8.15; DR 10.22).

    The head of a body writes resolutions on what is addressed to himself, but takes nothing off control. No statement for
    who may, two for the others.
    """
    if author is None or rules.may(RIGHT, author.roles) is None:
        return author
    above = organisation.heads_above(author.pk)
    posts = Post.objects.in_bulk(above)
    return next((posts[pk] for pk in above if rules.may(RIGHT, posts[pk].roles) is None), author)


def decides_for(*, actor: Actor, on: date) -> list[int]:
    """The posts whose resolutions are written off at the desks where the actor works: `decider_of` read downwards; one statement."""
    roles = regulation.rules_on(on).roles_with(RIGHT)
    return sorted({*actor.line, *organisation.led_without(actor.line, roles)})
