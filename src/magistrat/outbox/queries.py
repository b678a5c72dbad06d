"""Reading notices and letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from magistrat.journal.actor import Actor
from magistrat.outbox.models import Message
from magistrat.ui import prepared

MANY = 99


def notices(actor: Actor) -> QuerySet[Message]:
    """Notices of the person and of the posts in which the person works now, newest first."""
    posts = [post for post in {actor.post_id, actor.own_post_id} if post]
    mine = Q(to_post__in=posts)
    if actor.person_id:
        mine |= Q(to_person=actor.person_id)
    return Message.objects.filter(mine, kind=Message.Kind.NOTICE).order_by("-id")


@prepared.count
def unread_count(actor: Actor) -> QuerySet[Message]:
    """How many notices are unread; counted up to a hundred; one statement."""
    return notices(actor).filter(read_at__isnull=True).order_by()[: MANY + 1]


def notice(actor: Actor, message: int) -> Message | None:
    """One notice of the actor."""
    return notices(actor).filter(pk=message).first()


def of_document(document: int) -> QuerySet[Message]:
    """Letters sent from a document, newest first."""
    return Message.objects.filter(document=document, kind=Message.Kind.MAIL).order_by("-id")


def waiting_letter(message: int) -> Message | None:
    """The letter, unless it has gone."""
    return Message.objects.filter(pk=message, kind=Message.Kind.MAIL, state=Message.State.QUEUED).first()


def forgotten_letters(before: datetime, limit: int = 500) -> list[int]:
    """Ids of letters whose turn was before the moment and that still wait."""
    waiting = Message.objects.filter(kind=Message.Kind.MAIL, state=Message.State.QUEUED, next_at__lt=before)
    return list(waiting.order_by("next_at").values_list("pk", flat=True)[:limit])


def server_failed_since() -> datetime | None:
    """Since when the mail server takes nothing, as far as letters still wait for it; one statement."""
    return _for_server().order_by("server_failed_at").values_list("server_failed_at", flat=True).first()


def server_tried_next() -> datetime | None:
    """When the mail server in trouble is tried next; one statement."""
    return _for_server().order_by("-next_at").values_list("next_at", flat=True).first()


def _for_server() -> QuerySet[Message]:
    return Message.objects.filter(kind=Message.Kind.MAIL, state=Message.State.QUEUED, server_failed_at__isnull=False)


def locked_letter(message: int) -> Message | None:
    """A letter in any state, locked. Only inside a transaction."""
    return Message.objects.select_for_update().filter(pk=message, kind=Message.Kind.MAIL).first()


def by_message_id(ids: Sequence[str]) -> Message | None:
    """The newest of our letters that went under one of these ids (without brackets); one statement, none without ids."""
    if not ids:
        return None
    return Message.objects.filter(message_id__in=ids).exclude(message_id="").order_by("-id").first()


def sent_since(address: str, key: str, since: datetime) -> int:
    """How many letters whose key begins so went to the address since the moment; one statement."""
    return Message.objects.filter(to_address__iexact=address, key__startswith=key, created_at__gte=since).count()
