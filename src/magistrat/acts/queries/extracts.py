"""Extracts that our own people were sent: whose they are, of which points; the act itself stays closed (KR 6.17; DR 5.15)."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from magistrat.acts.models import Act, Delivery
from magistrat.acts.queries import mailing
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.rules import approving


def received(actor: Actor) -> QuerySet[Delivery]:
    """Extracts that came to the person's posts and departments in the system."""
    to_me = Q(recipient__post__in=actor.line) | Q(recipient__department__in=actor.departments)
    found = Delivery.objects.filter(to_me, way=Delivery.Way.SYSTEM, recipient__points__len__gt=0)
    return found.select_related("recipient__act__document__kind")


def points_for(actor: Actor, act_id: int, on: date) -> list[str]:
    """Labels of the points that an extract of the act brought to him; nothing when none was sent to him.

    An extract of an official-use or a personnel act is for those alone to whom it was sent by name.
    """
    found: list[str] = []
    for one in received(actor).filter(recipient__act=act_id).select_related("recipient__act__document").order_by("id"):
        act = one.recipient.act
        is_closed = act.kind in approving.CLOSED_KINDS or act.document.is_restricted
        if not is_closed or set(mailing.readers(one.recipient, on)) & set(actor.line):
            found += [label for label in one.recipient.points if label not in found]
    return found


def act_for(actor: Actor, act_id: int, on: date) -> tuple[Act, list[str]]:
    """The act and which of its points he was sent.

    :raises Refusal: no extract of it was sent to him; whether there is such an act is not told.
    """
    points = points_for(actor, act_id, on)
    if not points:
        raise access.not_yours("акт")
    return Act.objects.select_related("document__kind", "signatory").get(pk=act_id), points


def sees_whole(actor: Actor, act_id: int) -> bool:
    """Whether he sees the act itself; one statement."""
    return Act.objects.filter(pk=act_id, document__in=access.visible(actor).values("pk")).exists()
