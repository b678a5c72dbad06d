"""Lists of documents: filters, order, counting that stops at five hundred."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from magistrat.documents.models import Document, DocumentCorrespondent
from magistrat.documents.queries import search
from magistrat.documents.queries.access import HEAVY, visible
from magistrat.journal.actor import Actor
from magistrat.ui import paging, prepared

# Nobody pages so far: a longer list is narrowed by its filters.
COUNT_LIMIT = 500
ORDERS: Mapping[str, Sequence[str]] = {
    "day": ("listed_on", "id"),
    "index": ("registry_id", "period", "number", "supplement", "id"),
}
NEWEST = "-day"

Narrow = Callable[[QuerySet[Document], str], QuerySet[Document]]
Rows = Callable[[Sequence[Document], date], None]
_narrowing: dict[str, Narrow] = {}
_on_rows: list[Rows] = []


@dataclass(frozen=True)
class Filters:
    """What a list shows; ids, keys and days as chosen, empty where not.

    `until` is the last day shown. `more` are filters of upper apps by their names.
    """

    registry: int | None = None
    direction: str = ""
    state: str = ""
    kind: int | None = None
    correspondent: int | None = None
    addressee: int | None = None
    since: date | None = None
    until: date | None = None
    case_file: int | None = None
    urgent: bool = False
    unfiled: bool = False
    text: str = ""
    more: tuple[tuple[str, str], ...] = ()


def add_filter(name: str, narrow: Narrow) -> None:
    """Let an upper app narrow lists: `narrow(queryset, value)`, asked when `Filters.more` names it."""
    _narrowing[name] = narrow


def add_to_rows(function: Rows) -> None:
    """Let an upper app put its values on a page's rows (`executor`, `due_on`) with one statement."""
    if function not in _on_rows:
        _on_rows.append(function)


def chosen(*, actor: Actor, filters: Filters) -> QuerySet[Document]:
    """All documents of the list that the actor may see; a text costs the statements of `search.narrow` at once."""
    found = visible(actor)
    same = {
        name: value
        for name in ("registry", "direction", "state", "kind", "addressee", "case_file")
        if (value := getattr(filters, name))
    }
    found = found.filter(**same)
    if filters.case_file:
        # A card names beforehand the file for which its paper is meant.
        found = found.filter(filed_on__isnull=False)
    if filters.correspondent:
        named = DocumentCorrespondent.objects.filter(document=OuterRef("pk"), correspondent=filters.correspondent)
        found = found.filter(Exists(named))
    if filters.since:
        found = found.filter(listed_on__gte=filters.since)
    if filters.until:
        found = found.filter(listed_on__lte=filters.until)
    if filters.urgent:
        found = found.filter(is_urgent=True)
    if filters.unfiled:
        found = found.filter(filed_on__isnull=True, state=Document.State.REGISTERED)
    if filters.text.strip():
        found = search.narrow(found, filters.text)
    for name, value in filters.more:
        if name in _narrowing and value:
            found = _narrowing[name](found, value)
    return found


def page(
    *,
    actor: Actor,
    filters: Filters,
    on: date,
    sort: str | None = None,
    token: str | None = None,
    size: int = paging.SIZE,
) -> paging.Page:
    """A page of the list with all that its lines print; two statements, one of each upper app, those of a text."""
    order = paging.sort(sort, ORDERS, NEWEST)
    shown = paging.keyset(for_lines(chosen(actor=actor, filters=filters)), order.fields, token, size)
    complete_lines(shown.rows, on)
    return shown


def count(*, actor: Actor, filters: Filters) -> int:
    """How many there are, at most `COUNT_LIMIT` + 1, which means more; one statement and those of a text."""
    return chosen(actor=actor, filters=filters).order_by()[: COUNT_LIMIT + 1].count()


def for_lines(found: QuerySet[Document]) -> QuerySet[Document]:
    """The documents with what a line prints, without the heavy columns."""
    return found.select_related("kind", "correspondent", "addressee", "registry").defer(*HEAVY)


def complete_lines(rows: Sequence[Document], on: date) -> None:
    """What a line prints besides the document itself: `first_party` (a list of one or none), and what `complete` puts."""
    firsts = {one.document_id: one for one in _firsts([row.pk for row in rows])}
    for row in rows:
        row.first_party = [firsts[row.pk]] if row.pk in firsts else []
    complete(rows, on)


@prepared.prepared
def _firsts(documents: Sequence[int]) -> QuerySet[DocumentCorrespondent]:
    return DocumentCorrespondent.objects.filter(document__in=documents, position=1)


def complete(rows: Sequence[Document], on: date) -> None:
    """Let upper apps add what they know: `executor` and `due_on` stay empty where nobody does."""
    for row in rows:
        row.executor, row.due_on, row.due_clause, row.done_on = "", None, "", None
    for function in _on_rows:
        function(rows, on)
