"""Letters of ours that answer a document: those that may execute it or take it off control."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from magistrat.documents.models import Document, DocumentCorrespondent, Link
from magistrat.tasks.models import Report
from magistrat.tasks.queries import sending


@dataclass(frozen=True)
class Answers:
    """Letters of ours whose cards name a document as answered, or that a report on it names; the newest first.

    :param sent: the newest of the replies that has been sent; :param only_related: those that are no replies.
    :param interim: replies that only tell how the matter goes.
    """

    replies: Sequence[Document]
    sent: Document | None
    only_related: Sequence[Document]
    interim: Sequence[Document] = ()


def answers_to(*, document: int) -> Answers:
    """Registered letters that answer the document, and those that only look so; four statements.

    A reply was registered as its answer: then the rules were asked whose signature it bears (DR 8.8). Or it goes to the body
    that made the document (DR 8.12, 9.7) and an accepted report names it: then its judges have looked at it. A relation that
    is added to a card afterwards says neither, nor does an interim reply.
    """
    related, named = list(_related(document)), list(_named(document))
    told = sending.told([*related, *named])
    interim = [letter for letter in related if told[letter.pk].is_interim]
    related, named = ([one for one in some if not told[one.pk].is_interim] for some in (related, named))
    found = {letter.pk: letter for letter in related if told[letter.pk].answers == document}
    found |= {letter.pk: letter for letter in named}
    replies = [found[pk] for pk in sorted(found, reverse=True)]
    return Answers(
        replies=replies,
        sent=next((letter for letter in replies if told[letter.pk].on is not None), None),
        only_related=[letter for letter in related if letter.pk not in found],
        interim=interim,
    )


def _named(document: int) -> QuerySet[Document]:
    to_maker = DocumentCorrespondent.objects.filter(document=document).values("correspondent")
    return _registered().filter(
        reported_by__task__document_id=document, reported_by__state=Report.State.ACCEPTED,
        parties__correspondent__in=to_maker,
    )  # fmt: skip


def _related(document: int) -> QuerySet[Document]:
    return _registered().filter(links__target_id=document, links__kind=Link.Kind.REPLY).order_by("-id")


def _registered() -> QuerySet[Document]:
    return Document.objects.filter(direction="outgoing", state=Document.State.REGISTERED)
