"""Registries, kinds of documents, and the printed journal of a registry."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from magistrat.documents.models import Direction, Document, DocumentCorrespondent, DocumentKind, Registry
from magistrat.documents.queries import lists
from magistrat.documents.queries.access import visible
from magistrat.journal.actor import Actor
from magistrat.ui import prepared


@prepared.prepared
def registries() -> QuerySet[Registry]:
    """All registries with their units and clerks; two statements."""
    found = Registry.objects.select_related("department").prefetch_related("clerks")
    return found.order_by("direction", "rank", "id")


@prepared.prepared
def titles() -> QuerySet[Registry, tuple[int, str]]:
    """Ids and titles of all registries, for choices; one statement."""
    return Registry.objects.order_by("direction", "rank", "id").values_list("pk", "title")


def registry(registry_id: int) -> Registry:
    """One registry with its unit; one statement.

    :raises Registry.DoesNotExist: when there is none.
    """
    return Registry.objects.select_related("department").get(pk=registry_id)


def registering_incoming() -> set[int]:
    """Departments that keep an open registry of incoming papers; one statement."""
    found = Registry.objects.filter(direction=Direction.INCOMING, is_open=True)
    return set(found.values_list("department", flat=True))


def has_numbers(registry_id: int) -> bool:
    """Whether a number has been given in the registry; one statement."""
    return Document.objects.filter(registry=registry_id).exists()


def next_number(registry_id: int, on: date) -> int:
    """The number that would follow the greatest one given: to print a blank with; two statements."""
    found = Registry.objects.get(pk=registry_id)
    period = str(on.year) if found.restarts == "year" else ""
    given = Document.objects.filter(registry=found, period=period, number__isnull=False).order_by("-number")
    last = given.values_list("number", flat=True).first()
    first = found.first_of(period)
    return first if last is None else max(first, last + 1)


@prepared.prepared
def kinds(direction: str = "") -> QuerySet[DocumentKind]:
    """Kinds that may be chosen in the flow, in the classifier's order; one statement."""
    found = DocumentKind.objects.filter(is_open=True).order_by("rank", "id")
    return found.filter(directions__contains=[direction]) if direction else found


@prepared.prepared
def kind_titles(direction: str = "") -> QuerySet[DocumentKind, tuple[int, str]]:
    """The same kinds by ids and titles, for choices; one statement."""
    found = DocumentKind.objects.filter(is_open=True).order_by("rank", "id").values_list("pk", "title")
    return found.filter(directions__contains=[direction]) if direction else found


def kind_of(key: str) -> DocumentKind | None:
    """The kind of a key; one statement."""
    return DocumentKind.objects.filter(key=key).first()


def journal(*, actor: Actor, registry_id: int, since: date, until: date) -> QuerySet[Document]:
    """The registry's documents of a period in the order of their numbers, as its journal prints them.

    Each number has its line; `is_seen` says whether the reader may know more of the paper than that it is registered.
    """
    return (
        Document.objects.annotate(is_seen=Exists(visible(actor).filter(pk=OuterRef("pk"))))
        .filter(registry=registry_id, registered_on__gte=since, registered_on__lte=until)
        .select_related("kind", "correspondent", "addressee", "case_file")
        .prefetch_related(
            Prefetch("parties", DocumentCorrespondent.objects.select_related("correspondent").order_by("position"))
        )
        .defer("lemmas", "search_text")
        .order_by("period", "number", "supplement")
    )


def of_day(*, actor: Actor, on: date, limit: int) -> list[Document]:
    """What was registered on the day and the actor may see, registry by registry, with `executor` and `due_on`.

    Two statements, and one of each upper app.
    """
    found = (
        visible(actor)
        .filter(listed_on=on, registered_on=on, registry__isnull=False)
        .select_related("kind", "correspondent", "addressee", "registry")
        .prefetch_related(
            Prefetch("parties", DocumentCorrespondent.objects.select_related("correspondent").order_by("position"))
        )
        .defer("lemmas", "search_text")
        .order_by("registry__rank", "registry", "number", "supplement")
    )
    rows = list(found[:limit])
    lists.complete(rows, on)
    return rows
