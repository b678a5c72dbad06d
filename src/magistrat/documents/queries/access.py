"""Who sees what: the one filter used by lists, search, counts, exports and files alike."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from magistrat.documents.models import Document, Grant
from magistrat.journal.actor import Actor
from magistrat.rules.refusal import Refusal

# What only search reads: each as long as the document's words.
HEAVY = ("lemmas", "search_text")


def heavy(path: str) -> tuple[str, ...]:
    """Columns that no page prints, to be deferred where a document is read along with something else."""
    return tuple(f"{path}__{name}" for name in HEAVY)


def visible(actor: Actor) -> QuerySet[Document]:
    """Documents that the actor may see: by a grant that holds to a post of his line or to his department.

    Official-use papers only by a named grant. The system sees all.
    """
    if actor.is_system:
        return Document.objects.all()
    mine = Q(post__in=actor.line) | Q(department__in=actor.departments)
    # The condition speaks of grants alone, so that the planner may begin with the few grants of an executor as well
    # as with the newest documents of a registrar.
    held = Grant.objects.filter(mine, until__isnull=True, opens=True)
    return Document.objects.filter(pk__in=held.values("document"))


def seen_of(actor: Actor, documents: Iterable[int]) -> set[int]:
    """Of these documents the ids of those that the actor may see: a list tells no more of the others; one statement."""
    return set(visible(actor).filter(pk__in=list(documents)).values_list("pk", flat=True))


def unopened(actor: Actor, documents: Iterable[Document]) -> set[int]:
    """Ids of those papers for official use among these that the actor may not open; one statement, none where there are none.

    For lists of work, which lead nobody to another paper that he may not see: heads and control see the work of others by
    what it is done on.
    """
    closed = {document.pk for document in documents if document.is_restricted}
    return closed - seen_of(actor, closed) if closed else set()


def opened_by_name(documents: Iterable[Document]) -> set[tuple[int, int]]:
    """To which posts those of the documents that are for official use are open, as (document, post); one statement, or none."""
    closed = {document.pk for document in documents if document.is_restricted}
    if not closed:
        return set()
    held = Grant.objects.filter(document__in=closed, post__isnull=False, until__isnull=True, opens=True)
    return set(held.values_list("document_id", "post_id"))


def get_visible(actor: Actor, document_id: int) -> Document:
    """The document, if the actor may see it; one statement.

    :raises Refusal: when there is none or it is not for him; which of the two is not told.
    """
    document = visible(actor).filter(pk=document_id).first()
    if document is None:
        raise not_yours()
    return document


def not_yours(what: str = "документ") -> Refusal:
    """The same words for what does not exist and for what the person may not see; shown as a missing right."""
    refusal = Refusal("", f"Цей {what} Вам не надано або його немає.")
    refusal.is_right = True
    return refusal
