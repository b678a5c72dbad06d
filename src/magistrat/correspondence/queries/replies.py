"""Letters beside the paper that they answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Min, QuerySet

from magistrat.correspondence.models import Dispatch, Letter
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


def sendings_of(documents: Collection[int]) -> dict[int, Sending]:
    """When the letters of these cards had gone to all their addressees; nothing for a card without a letter's way.

    Two statements.
    """
    letters = list(
        Letter.objects.filter(document__in=documents).only("pk", "document", "state", "reply_to", "is_interim")
    )
    gone = Dispatch.objects.filter(
        letter__document__in=documents, letter__state=Letter.State.DISPATCHED, failed_at__isnull=True
    )
    first = gone.annotate(whom=facts.to_whom()).values("letter", "whom").annotate(first=Min("on"))
    last: dict[int, date] = {}
    for letter, day in first.values_list("letter", "first"):
        last[letter] = max(last.get(letter, day), day)
    return {one.document_id: Sending(last.get(one.pk), one.reply_to_id, one.is_interim) for one in letters}


def is_sent(document: int, hold: bool) -> bool:
    """Whether the letter of the card has gone to somebody and was not turned back; with `hold` nobody sends it meanwhile."""
    if hold:
        list(Letter.objects.select_for_update(of=("self",)).filter(document=document).values_list("pk"))
    return Dispatch.objects.filter(letter__document=document, failed_at__isnull=True).exists()


def open_tasks(*, actor: Actor, document: int) -> Sequence[Task]:
    """The actor's own tasks on the document that wait for an answer; one statement."""
    found = Task.objects.filter(document=document, executor__in=actor.line, state__in=["given", "taken"])
    return list(found.exclude(part="info").order_by("id"))


def may_answer(document: Document) -> bool:
    """Whether a letter may answer the document at all: a registered paper that came from outside."""
    return document.state == Document.State.REGISTERED and document.direction == "incoming"
