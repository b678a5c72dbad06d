"""What the search page shows: documents with the passages in which the words stand.

Rights are asked by the one filter before anything else: lists, counts, passages and what a misspelt text may mean are all
taken from the documents that the person may see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.contrib.postgres.search import SearchRank
from django.db.models import DecimalField, Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import Cast, RowNumber

from magistrat.documents import lemmas, marks
from magistrat.documents.lemmas import Group
from magistrat.documents.marks import Piece
from magistrat.documents.models import Correspondent, Document, DocumentCorrespondent, File, Found, Passage
from magistrat.documents.queries import lists, search, spelling
from magistrat.journal.actor import Actor
from magistrat.ui import paging

SIZE = 20
# So far is counted what the last days fill a page with: whoever found so many adds a word rather than reads on. What is rarer
# is counted up to `search.FEW`.
COUNT_LIMIT = 100
# Among so many of the newest the best are looked for: the order costs the same however common the words are.
NEWEST_RANKED = 1000
NEWEST, BEST = "new", "best"
PASSAGES_OF_ONE = 2
MOST_SENDERS = 200
_ORDERS: Mapping[str, Sequence[str]] = {NEWEST: ("-listed_on", "-id"), BEST: ("-worth", "-listed_on", "-id")}


@dataclass(frozen=True)
class Shown:
    """A passage: what it is, of which file and page, its pieces."""

    what: str
    name: str
    pieces: Sequence[Piece]
    file: int | None = None
    page: int = 0


@dataclass(frozen=True)
class Hits:
    """A page of what was found. `meant`: what was sought instead of a text by which nothing was found.

    `are_more`: there are more than `count`.
    """

    page: paging.Page
    count: int
    are_more: bool
    order: str
    text: str
    meant: str = ""
    groups: Sequence[Group] = field(default_factory=tuple)


def find(
    *,
    actor: Actor,
    filters: lists.Filters,
    on: date,
    where: str = "",
    sender: str = "",
    order: str | None = None,
    token: str | None = None,
) -> Hits:
    """A page of documents with their marked passages; a fixed number of statements, a few more where nothing is found.

    `where`: a `Found` value when the words must stand there; `sender`: a correspondent's name, as it is typed.
    """
    order, text = order if order and order in _ORDERS else NEWEST, filters.text
    seen = lists.chosen(actor=actor, filters=replace(filters, text=""))
    seen = _of_sender(seen, sender)
    found, meant = search.sought(seen, text, where), ""
    page, are_common = _begun(found, text, order, token)
    if not page.rows and spelling.may_be_misspelt(text):
        tried: dict[str, search.Sought] = {}

        def finds(other: str) -> bool:
            tried[other] = search.sought(seen, other, where)
            return tried[other].all.order_by().exists()

        meant = spelling.meant(text, finds)
        if meant:
            found = tried[meant]
            page, are_common = _begun(found, meant, order, token)
    most, counted = (
        (COUNT_LIMIT, found.plain) if are_common else (search.FEW if found.are_few else COUNT_LIMIT, found.all)
    )
    count = counted.order_by()[: most + 1].count() if page.rows else 0
    groups = search.understood(meant or text)
    lists.complete_lines(page.rows, on)
    _put_passages(page.rows, groups, where)
    return Hits(page, min(count, most), count > most, order, text, meant, groups)


def _begun(found: search.Sought, text: str, order: str, token: str | None) -> tuple[paging.Page, bool]:
    """The page, and whether the last days fill it already, so that nobody need know whether the words are rare."""
    if order == NEWEST and not token:
        nearest = found.nearest(SIZE)
        if nearest is not None and (page := _page(nearest, text, order, token)).next:
            return page, True
        newest = found.newest(SIZE)
        if newest is not None and (page := _page(newest, text, order, token)).next:
            return page, False
    return _page(found.all, text, order, token), False


def _page(found: QuerySet[Document], text: str, order: str, token: str | None) -> paging.Page:
    if order == BEST:
        newest = found.order_by("-listed_on", "-id").values("pk")[:NEWEST_RANKED]
        words = search.Lexemes(" & ".join(group.anywhere for group in search.understood(text)))
        worth = Cast(SearchRank(F("body__lemmas"), words), DecimalField(max_digits=20, decimal_places=12))
        found = Document.objects.filter(pk__in=newest).annotate(worth=worth)
    return paging.keyset(lists.for_lines(found), _ORDERS[order], token, SIZE)


def _of_sender(seen: QuerySet[Document], sender: str) -> QuerySet[Document]:
    """Those with a correspondent of this name, also misspelt."""
    name = lemmas.folded(sender)
    if len(name) < search.LEAST:
        return seen
    known = Correspondent.objects.filter(search_name__contains=name)
    ids = list(known.order_by("id").values_list("pk", flat=True)[:MOST_SENDERS])
    if not ids:
        alike = Correspondent.objects.filter(search_name__trigram_word_similar=name)
        ids = list(alike.order_by("id").values_list("pk", flat=True)[:MOST_SENDERS])
    return seen.filter(Exists(DocumentCorrespondent.objects.filter(document=OuterRef("pk"), correspondent__in=ids)))


def _put_passages(rows: Sequence[Document], groups: Sequence[Group], where: str) -> None:
    """Put `marked` (the short content), `marked_index`, `marked_sender` and `found_in` on each row; two statements.

    Texts of official-use papers and personal data are shown by their cards alone, which write down who looked.
    """
    for row in rows:
        row.is_watched = row.is_restricted or row.is_personal
    held = _passages([row.pk for row in rows if not row.is_watched], groups, where)
    files = [one.reference for found in held.values() for one in found if one.what == Found.FILE]
    names = dict(File.objects.filter(pk__in=files).values_list("pk", "name")) if files else {}
    for row in rows:
        row.marked = marks.whole(row.summary, groups)
        row.marked_index = marks.whole(row.index, groups)
        row.marked_sender = marks.whole(row.correspondent.name if row.correspondent else "", groups)
        row.found_in = [shown for one in held.get(row.pk, []) if (shown := _shown(one, names, groups)).pieces]


def _passages(documents: Sequence[int], groups: Sequence[Group], where: str) -> dict[int, list[Passage]]:
    """The best passages of each document; one statement."""
    found: dict[int, list[Passage]] = {}
    if not documents or not groups:
        return found
    words = search.Lexemes(" | ".join(group.together if group.is_phrase else group.anywhere for group in groups))
    held = Passage.objects.filter(document__in=documents, lemmas=words)
    if where:
        held = held.filter(what=where)
    best = Window(
        RowNumber(), partition_by=F("document"), order_by=[SearchRank(F("lemmas"), words).desc(), F("id").asc()]
    )
    for one in (
        held.annotate(place=best).filter(place__lte=PASSAGES_OF_ONE).defer("lemmas").order_by("document", "place")
    ):
        found.setdefault(one.document_id, []).append(one)
    return found


def _shown(one: Passage, names: Mapping[int, str], groups: Sequence[Group]) -> Shown:
    is_file = one.what == Found.FILE
    name = names.get(one.reference, "") if is_file else one.get_what_display()
    return Shown(one.what, name, marks.cut(one.text, groups), one.reference if is_file else None, one.page)
