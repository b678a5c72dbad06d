"""The registration mark of a document: its barcode, where it is stamped, and the document found by a scanned one (KR 7.6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from magistrat.documents.models import Document
from magistrat.documents.queries import points
from magistrat.documents.queries.access import visible
from magistrat.journal.actor import Actor
from magistrat.papers import codes
from magistrat.regulation import queries as regulation
from magistrat.rules.edition import Edition

CENTRE = "центр"
Stamps = Callable[[Sequence[Document]], dict[int, tuple[str, ...]]]
_stamps: list[Stamps] = []


def add_stamps(function: Stamps) -> None:
    """Let an upper app say which stamps the first pages of documents bear: «Контроль» by the document's id (KR 8.7)."""
    if function not in _stamps:
        _stamps.append(function)


def stamps(documents: Sequence[Document]) -> dict[int, tuple[str, ...]]:
    """The stamps of these documents by their ids; the statements of each upper app."""
    found: dict[int, tuple[str, ...]] = {}
    for function in _stamps:
        for document, texts in function(documents).items():
            found[document] = (*found.get(document, ()), *texts)
    return found


def mark(document: Document) -> codes.Mark | None:
    """What its barcode says; nothing while it has no index."""
    if not document.index or document.registered_on is None:
        return None
    return codes.Mark(document.pk, document.registered_on, document.number or 0, document.index)


def is_printed(edition: Edition) -> bool:
    """Whether the regulation has the barcode on the first page."""
    rule = edition.get(points.INDEX)
    return bool(rule and rule.values.get("barcode"))


def is_offered(on: date) -> bool:
    """Whether marks are offered: where the regulation has them, or the city's file lists sheets of labels."""
    return is_printed(regulation.rules_on(on)) or bool(regulation.work_calendar().city.stationery.labels)


def place(document: Document, on: date) -> tuple[str, str]:
    """Where the mark stands on the first page and the clause; empty where the regulation says nothing."""
    rule = regulation.rules_on(document.registered_on or on).get(points.INDEX)
    said = rule.values.get(f"{document.direction}_place", "") if rule else ""
    return (str(said), rule.clause) if rule and said else ("", "")


def marked(*, actor: Actor, text: str) -> int | None:
    """The document whose barcode was scanned, if the actor sees it; one statement for a code, none for other words."""
    found = codes.parse(text)
    if found is None:
        return None
    seen = visible(actor).filter(pk=found.id, registered_on=found.day)
    # The index or its number is compared, so that a misread code opens nothing else.
    seen = seen.filter(index=found.index) if found.index else seen.filter(number=found.number)
    return seen.values_list("pk", flat=True).first()


def of_many(*, actor: Actor, ids: Sequence[int]) -> list[Document]:
    """Registered documents of these ids that the actor sees, in this order; one statement."""
    found = visible(actor).filter(pk__in=ids).exclude(index="").defer("lemmas", "search_text").in_bulk()
    return [found[one] for one in dict.fromkeys(ids) if one in found]
