"""Letters of ours that answer a document: those that may execute it or take it off control."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from magistrat.documents.models import Document, DocumentCorrespondent, Link
from magistrat.tasks.models import Report
from magistrat.tasks.queries import sending


def replies(*, document: int) -> list[Document]:
    """Registered letters that answer the document, the newest first; two statements and those of each related letter.

    One that was registered as its answer: then the rules were asked whose signature it bears (DR 8.8). Or one to the body
    that made the document (DR 8.12, 9.7) that an accepted report names: then its judges have looked at it. A relation that
    is added to a card afterwards says neither.
    """
    related = [letter for letter in _related(document) if sending.answers(letter) == document]
    to_maker = DocumentCorrespondent.objects.filter(document=document).values("correspondent")
    named = _registered().filter(
        reported_by__task__document_id=document, reported_by__state=Report.State.ACCEPTED,
        parties__correspondent__in=to_maker,
    )  # fmt: skip
    found = {letter.pk: letter for letter in (*related, *named)}
    return [found[pk] for pk in sorted(found, reverse=True)]


def sent_reply(*, document: int) -> Document | None:
    """The newest letter that answers the document and has been sent (DR 8.12, 9.7)."""
    return next((letter for letter in replies(document=document) if sending.sent_on(letter) is not None), None)


def only_related(*, document: int) -> Sequence[Document]:
    """Letters whose cards say that they answer the document, although they were not registered as its answer."""
    answering = {letter.pk for letter in replies(document=document)}
    return [letter for letter in _related(document) if letter.pk not in answering]


def _related(document: int) -> QuerySet[Document]:
    return _registered().filter(links__target_id=document, links__kind=Link.Kind.REPLY).order_by("-id")


def _registered() -> QuerySet[Document]:
    return Document.objects.filter(direction="outgoing", state=Document.State.REGISTERED)
