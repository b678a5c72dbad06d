"""What is given to read: to me, by me, and who of a document's readers has read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from magistrat.documents.bulk import Named
from magistrat.documents.models import Document, Familiarisation
from magistrat.documents.queries.access import visible
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.ui import prepared

Choices = list[tuple[str, str]]


def waiting(actor: Actor) -> QuerySet[Familiarisation]:
    """What waits for the person to be read; for paging by `-id`."""
    return _shown(
        Familiarisation.objects.filter(
            post__in=actor.line, read_at__isnull=True, withdrawn_at__isnull=True, document__in=_seen(actor)
        )
    )


def given(actor: Actor) -> QuerySet[Familiarisation]:
    """What the actor's post has given to others; for paging by `-id`."""
    return _shown(
        Familiarisation.objects.filter(
            asked_by_post=actor.post_id, withdrawn_at__isnull=True, document__in=_seen(actor)
        )
    )


@prepared.count
def count(actor: Actor) -> QuerySet[Familiarisation]:
    """How much waits for the person; one statement."""
    return waiting(actor)


def of_document(document_id: int) -> Sequence[Familiarisation]:
    """All its readers, those who have not read it yet first; one statement."""
    return sorted(_readers(document_id), key=lambda one: (one.read_at is not None, one.pk))


@prepared.prepared
def _readers(document_id: int) -> QuerySet[Familiarisation]:
    return Familiarisation.objects.filter(document=document_id, withdrawn_at__isnull=True).select_related("post")


def named(actor: Actor, ids: Sequence[int]) -> Mapping[int, Named]:
    """Names of the documents that wait for the person; one statement."""
    return {
        one.pk: Named(one.document.index or "без індексу", one.document.summary, f"/dokumenty/{one.document_id}/")
        for one in waiting(actor).filter(pk__in=ids)
    }


def readers(actor: Actor, on: date) -> tuple[Choices, Choices]:
    """Posts and departments that the actor may give a document to: all leaders and heads, or his own people."""
    found = organisation.posts(on)
    if regulation.refusal(actor=actor, right="document.familiarise", on=on) is None:
        posts = [post for post in found if post.is_leader or post.is_department_head]
        units = [(str(one.pk), f"{one.index} {one.name}") for one in organisation.departments(on)]
    else:
        posts = [post for post in found if post.department_id in actor.departments]
        units = [
            (str(one.pk), f"{one.index} {one.name}")
            for one in organisation.departments(on)
            if one.pk in actor.departments
        ]
    return [(str(post.pk), _titled(post)) for post in posts if post.holding], units


def _titled(post: Any) -> str:
    holding = getattr(post, "holding", None)
    return f"{post.title}, {holding.person.short_name}" if holding else str(post.title)


def _seen(actor: Actor) -> QuerySet[Document]:
    return visible(actor).only("pk")


def _shown(found: QuerySet[Familiarisation]) -> QuerySet[Familiarisation]:
    return found.select_related("document__correspondent", "document__kind", "post").defer(
        "document__lemmas", "document__search_text"
    )
