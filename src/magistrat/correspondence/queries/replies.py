"""Letters beside the paper that they answer."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Min, QuerySet

from magistrat.correspondence.models import Letter
from magistrat.correspondence.queries import facts
from magistrat.documents.models import Document
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.tasks.models import Task
from magistrat.tasks.queries.sending import Sending
from magistrat.ui import prepared


@prepared.prepared
def replies_to(*, actor: Actor, document: int) -> QuerySet[Letter]:
    """Letters that answer the document, of those that the actor sees; one statement."""
    seen = access.visible(actor).values("pk")
    found = Letter.objects.filter(reply_to=document, document__in=seen).exclude(state=Letter.State.CANCELLED)
    found = found.select_related("document", "signatory", "drafter")
    return found.defer("text", *access.heavy("document")).order_by("id")


def sending_of(document: int) -> Sending | None:
    """When the letter of this card had gone to all its addressees; nothing for a card without a letter's way.

    Two statements.
    """
    letter = Letter.objects.filter(document=document).only("pk", "state", "reply_to").first()
    if letter is None:
        return None
    gone = letter.dispatches.filter(failed_at__isnull=True).annotate(whom=facts.to_whom())
    first = gone.values("whom").annotate(first=Min("on"))
    days = list(first.values_list("first", flat=True)) if letter.state == Letter.State.DISPATCHED else []
    return Sending(max(days, default=None), letter.reply_to_id)


def open_tasks(*, actor: Actor, document: int) -> Sequence[Task]:
    """The actor's own tasks on the document that wait for an answer; one statement."""
    found = Task.objects.filter(document=document, executor__in=actor.line, state__in=["given", "taken"])
    return list(found.exclude(part="info").order_by("id"))


def may_answer(document: Document) -> bool:
    """Whether a letter may answer the document at all: a registered paper that came from outside."""
    return document.state == Document.State.REGISTERED and document.direction == "incoming"
