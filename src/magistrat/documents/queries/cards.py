"""A document's card, its parties, files, relations, papers and grants, as pages show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Q, QuerySet

from magistrat.documents.card import Card, Party
from magistrat.documents.models import Document, DocumentCorrespondent, File, Grant, Link, PaperMove
from magistrat.documents.queries.access import HEAVY, not_yours, visible
from magistrat.documents.queries.history import LOOKED
from magistrat.journal import queries as journal
from magistrat.journal.actor import Actor
from magistrat.storage import queries as storage
from magistrat.ui import prepared

# How deep containers in containers are opened.
MOST_DEPTH = 4
SHOWN = ("kind", "registry__department", "correspondent", "addressee", "author", "department", "case_file", "edition")


def document(*, actor: Actor, document_id: int) -> Document:
    """The document with all that its head prints; one statement.

    :raises Refusal: when there is none or it is not for him.
    """
    found = _document(actor, document_id)
    if found is None:
        raise not_yours()
    return found


@prepared.first
def _document(actor: Actor, document_id: int) -> QuerySet[Document]:
    found = visible(actor).filter(pk=document_id).select_related(*SHOWN)
    return found.defer(*HEAVY, "edition__files").order_by("pk")


@prepared.prepared
def parties(document_id: int) -> QuerySet[DocumentCorrespondent]:
    """Correspondents with their indexes and dates, in order; one statement."""
    found = DocumentCorrespondent.objects.filter(document=document_id)
    return found.select_related("correspondent").order_by("position")


def files(document_id: int) -> Sequence[File]:
    """Files that stand on the card now, what was taken out of a container right after it; two statements.

    `depth` says how deep in containers a file lies, `is_restricted` whether its document is for official use.
    """
    rows = _standing(document_id)
    children: dict[int | None, list[File]] = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)
    return list(_tree(children, None, 0))


@prepared.prepared
def _standing(document_id: int) -> QuerySet[File]:
    found = File.objects.filter(document=document_id, removed_at__isnull=True, replaced_by__isnull=True)
    found = found.select_related("blob__scan").annotate(is_restricted=F("document__is_restricted"))
    return found.prefetch_related("blob__signatures").order_by("id")


def _tree(children: dict[int | None, list[File]], parent: int | None, depth: int) -> Iterator[File]:
    for row in children[parent]:
        row.depth = depth
        yield row
        if depth < MOST_DEPTH:
            yield from _tree(children, row.pk, depth + 1)


def all_files(document_id: int) -> Sequence[File]:
    """All files with their former versions and those taken off; one statement."""
    return list(File.objects.filter(document=document_id).select_related("blob").order_by("id"))


def file(*, actor: Actor, file_id: int) -> File:
    """A file of a document that the actor sees; one statement.

    :raises Refusal: when there is none or it is not for him.
    """
    found = File.objects.filter(pk=file_id, document__in=visible(actor)).select_related("blob", "document").first()
    if found is None:
        raise not_yours("файл")
    return found


def opened_file(*, actor: Actor, file_id: int) -> File:
    """A file whose content may be looked at or taken; `is_unscanned`, when the antivirus has not seen it yet.

    :raises Refusal: it is not for him, or it or its container is infected: locked away.
    """
    chain = ("parent", "parent__parent", "parent__parent__parent", "parent__parent__parent__parent")
    found = (
        File.objects.filter(pk=file_id, document__in=visible(actor)).select_related("blob", "document", *chain).first()
    )
    if found is None:
        raise not_yours("файл")
    contents, above = [found.blob_id], found.parent
    while above is not None and len(contents) <= MOST_DEPTH + 1:
        contents.append(above.blob_id)
        above = above.parent
    scans = storage.scans(contents)
    if refusal := storage.refusal_of(scans):
        raise refusal
    found.is_unscanned = found.blob_id in scans and scans[found.blob_id].is_waiting
    return found


def links(*, actor: Actor, document_id: int) -> Sequence[Link]:
    """Relations to documents that the actor sees, both ways; `other` is the document at the far end; one statement."""
    found = (
        Link.objects.filter(
            Q(source=document_id, target__in=visible(actor)) | Q(target=document_id, source__in=visible(actor))
        )
        .select_related("source__kind", "source__correspondent", "target__kind", "target__correspondent")
        .order_by("id")
    )
    result = list(found)
    for link in result:
        link.is_back = link.target_id == document_id
        link.other = link.source if link.is_back else link.target
    return result


def grants(document_id: int) -> Sequence[Grant]:
    """Who sees the document now and why; one statement."""
    return list(
        Grant.objects.filter(document=document_id, until__isnull=True)
        .select_related("post", "department")
        .order_by("id")
    )


def paper_moves(document_id: int) -> Sequence[PaperMove]:
    """Where the paper original went, oldest first; one statement."""
    return list(PaperMove.objects.filter(document=document_id).select_related("holder").order_by("id"))


@dataclass(frozen=True)
class Printed:
    """A document's card for print with what stands on it."""

    document: Document
    parties: Sequence[DocumentCorrespondent]
    moves: Sequence[PaperMove]
    entries: Sequence[object]


def many(*, actor: Actor, ids: Sequence[int]) -> list[Printed]:
    """The chosen documents' cards for print, in the order of choice; four statements."""
    found = visible(actor).filter(pk__in=ids).select_related(*SHOWN).defer("lemmas", "search_text", "edition__files")
    documents = {one.pk: one for one in found}
    all_parties = DocumentCorrespondent.objects.filter(document__in=documents).select_related("correspondent")
    of_parties = _by_document(all_parties.order_by("position"))
    of_moves = _by_document(PaperMove.objects.filter(document__in=documents).select_related("holder").order_by("id"))
    lives = journal.timelines(documents=list(documents), without=LOOKED)
    return [
        Printed(documents[one], of_parties.get(one, []), of_moves.get(one, []), lives.get(one, []))
        for one in ids
        if one in documents
    ]


def _by_document(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.document_id, []).append(row)
    return found


def paper_holder(document_id: int) -> PaperMove | None:
    """The last move of the original itself (not of a copy); nothing while it never left the registry; one statement."""
    return (
        PaperMove.objects.filter(document=document_id, is_copy=False).select_related("holder").order_by("-id").first()
    )


def card_of(document: Document) -> Card:
    """What the card says now; one statement."""
    return Card(
        kind=document.kind_id,
        summary=document.summary,
        parties=tuple(
            Party(row.correspondent_id, row.their_index, row.their_date, row.signed_by) for row in parties(document.pk)
        ),
        addressee=document.addressee_id,
        author=document.author_id,
        department=document.department_id,
        signatory=document.signatory,
        way=document.way,
        arrived_at=document.arrived_at,
        pages=document.pages,
        annex_pages=document.annex_pages,
        is_urgent=document.is_urgent,
        is_restricted=document.is_restricted,
        is_personal=document.is_personal,
        stated_due_on=document.stated_due_on,
        answered_index=document.answered_index,
        answered_date=document.answered_date,
        case_file=document.case_file_id,
    )


def copy_of(document: Document) -> Card:
    """A card for a similar letter: all but what belongs to the one paper; one statement."""
    card = card_of(document)
    parties = tuple(Party(party.correspondent, signed_by=party.signed_by) for party in card.parties)
    return replace(
        card, parties=parties, arrived_at=None, pages=None, annex_pages=None, stated_due_on=None, case_file=None,
        answered_index="", answered_date=None,
    )  # fmt: skip
