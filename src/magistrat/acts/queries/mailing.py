"""To whom an act goes and has gone, rounds of sending, who has not read (KR 4.35, 6.10, 6.17; DR 5.15)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, Q, QuerySet

from magistrat.acts.models import Act, Delivery, Recipient, Round
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules import orders
from magistrat.rules.moments import local_date
from magistrat.ui import prepared

# How far back a round that was missed is still made up for, where none has ever been: a new system sends nothing old.
BACK = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """A line of the mailing list with what became of it."""

    recipient: Recipient
    delivery: Delivery | None

    @property
    def is_read(self) -> bool:
        """Whether the recipient has read the act."""
        return self.delivery is not None and self.delivery.read_at is not None


def name_of(recipient: Recipient) -> str:
    """The recipient as the list prints him; what it leads to is selected with it."""
    if recipient.department is not None:
        return recipient.department.name
    if recipient.post is not None:
        return recipient.post.title
    return recipient.correspondent.name if recipient.correspondent else ""


def way_of(recipient: Recipient) -> str:
    """In which way he gets the act, unless said otherwise: our own people in the system."""
    if recipient.correspondent is None:
        return Delivery.Way.SYSTEM
    return Delivery.Way.EMAIL if recipient.correspondent.email else Delivery.Way.PAPER


def recipients(act: Act) -> list[Recipient]:
    """The mailing list in its order; one statement."""
    found = act.recipients.select_related("department", "post", "correspondent")
    return list(found.order_by("position"))


def lines(act: Act) -> list[Line]:
    """The mailing list with the deliveries; two statements."""
    sent = {
        one.recipient_id: one
        for one in Delivery.objects.filter(recipient__act=act).select_related("round").order_by("id")
    }
    return [Line(one, sent.get(one.pk)) for one in recipients(act)]


def waits(act: Act) -> bool:
    """Whether somebody of the list has not been sent the act; one statement."""
    return act.recipients.filter(deliveries__isnull=True).exists()


def hours_on(at: datetime) -> tuple[object, ...]:
    """Hours of rounds by the edition of the day."""
    return orders.hours(regulation.rules_on(local_date(at)))


def missed(at: datetime) -> datetime | None:
    """The latest round that was to be by now and has not been; nothing when all have been.

    Of several missed ones only the latest is made: it carries all that waited for the others.
    """
    try:
        of_day = orders.hours(regulation.rules_on(local_date(at)))
    except ObjectDoesNotExist:
        # The worker may be there before the city is set up.
        return None
    if not of_day:
        return None
    last = Round.objects.order_by("-at").values_list("at", flat=True).first()
    after = max(last, at - BACK) if last else at - BACK
    due = orders.planned(regulation.work_calendar(), of_day, after=after, until=at)
    return max(due, default=None)


def next_round(act: Act, at: datetime) -> datetime | None:
    """When the act goes out by itself; nothing where acts of its kind do not."""
    if orders.rounds_rule(regulation.rules_of(act.document.edition_id), act.kind) is None or act.document.is_restricted:
        return None
    of_day = orders.hours(regulation.rules_on(local_date(at)))
    return orders.next_round(regulation.work_calendar(), of_day, after=at)


def to_carry(until: datetime) -> list[int]:
    """Acts registered by the moment with somebody to whom a round carries them; in the order of their ids."""
    waiting = Recipient.objects.filter(deliveries__isnull=True, is_by_drafter=False).values("act")
    found = Act.objects.filter(state=Act.State.REGISTERED, pk__in=waiting, document__registered_at__lte=until)
    found = found.filter(document__is_restricted=False).select_related("document")
    return [
        act.pk
        for act in found.order_by("pk")
        if orders.rounds_rule(regulation.rules_of(act.document.edition_id), act.kind) is not None
    ]


def rounds() -> QuerySet[Round]:
    """Rounds with how many they carried, the newest first."""
    return Round.objects.annotate(
        carried=Count("deliveries"), acts=Count("deliveries__recipient__act", distinct=True)
    ).order_by("-at")


def round_of(pk: int) -> Round | None:
    """A round by its id; one statement."""
    return Round.objects.filter(pk=pk).first()


def named(deliveries: Iterable[Delivery]) -> list[tuple[Delivery, str]]:
    """Deliveries with the names of their recipients."""
    return [(one, name_of(one.recipient)) for one in deliveries]


def carried(found: Round, visible: QuerySet[Any, Any]) -> Sequence[Delivery]:
    """What a round carried, of the documents that the person may see; one statement."""
    rows = found.deliveries.filter(recipient__act__document__in=visible).select_related(
        "recipient__act__document", "recipient__department", "recipient__post", "recipient__correspondent"
    )
    return list(rows.order_by("recipient__act", "recipient__position"))


def unread(act: Act) -> list[Delivery]:
    """Deliveries in the system that nobody has read yet; one statement."""
    found = Delivery.objects.filter(recipient__act=act, way=Delivery.Way.SYSTEM, read_at__isnull=True)
    rows = found.select_related("recipient__department", "recipient__post", "recipient__correspondent")
    return list(rows.order_by("recipient__position"))


def mine(actor: Actor) -> QuerySet[Delivery]:
    """Deliveries to the person's posts and departments that he has not read, the oldest first."""
    to_me = Q(recipient__post__in=actor.line) | Q(recipient__department__in=actor.departments)
    found = Delivery.objects.filter(to_me, way=Delivery.Way.SYSTEM, read_at__isnull=True)
    return found.select_related("recipient__act__document__kind").order_by("at", "id")


def readers(recipient: Recipient, on: date) -> list[int]:
    """Posts that are told of it: the post itself; of a department its head and those who keep its records."""
    if recipient.post_id is not None:
        return [recipient.post_id]
    if recipient.department_id is None:
        return []
    return organisation.readers_of_department(recipient.department_id, on)


@prepared.count
def mine_count(actor: Actor) -> QuerySet[Delivery, Any]:
    """How many acts the person has to read; one statement."""
    return mine(actor).order_by().values("recipient__act").distinct()


def own_to_send(actor: Actor) -> QuerySet[Act]:
    """Registered acts of which the drafter himself sends a part."""
    waiting = Recipient.objects.filter(deliveries__isnull=True, is_by_drafter=True).values("act")
    found = Act.objects.filter(state=Act.State.REGISTERED, pk__in=waiting, drafter__in=actor.line)
    return found.select_related("document__kind").order_by("id")
