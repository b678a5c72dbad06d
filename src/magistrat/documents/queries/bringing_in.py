"""What is there already of the records that a city brings with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Coalesce

from magistrat.documents.models import Correspondent, Document, PaperPeriod, Registry
from magistrat.journal import queries as journal
from magistrat.numbers import queries as numbers

CODE = "documents.brought_in"
HISTORY = "documents.history_brought_in"


@dataclass(frozen=True)
class There:
    """A document that has a number already."""

    pk: int
    index: str
    on: date | None
    is_brought_in: bool


Place = tuple[int, str, int]


def kept(*, codes: Collection[str], names: Collection[str]) -> tuple[dict[str, int], dict[str, int]]:
    """The directory's entries by code, and those without a code by exactly the name; for merged ones those that stay.

    Two statements.
    """
    found = Correspondent.objects.order_by("-id")
    stays = Coalesce("merged_into", "pk")
    by_code = dict(found.filter(code__in=set(codes) - {""}).values_list("code", stays))
    by_name = dict(found.filter(code="", name__in=set(names)).values_list("name", stays))
    return by_code, by_name


def correspondents() -> Mapping[str, int]:
    """Ids by code and by name without letter case; the first of equal names. One statement."""
    known = dict[str, int]()
    rows = Correspondent.objects.order_by("-id").values_list(Coalesce("merged_into", "pk"), "name", "code")
    for pk, name, code in rows.iterator():
        known[name.casefold()] = pk
        if code:
            known[code] = pk
    return known


def at_numbers(places: Collection[Place]) -> dict[Place, There]:
    """Documents by registry, period and number; one statement for each registry and period, one more if there are any."""
    found: dict[Place, tuple[int, str, date | None]] = {}
    wanted: dict[tuple[int, str], list[int]] = {}
    for registry, period, number in places:
        wanted.setdefault((registry, period), []).append(number)
    for (registry, period), numbers_ in wanted.items():
        rows = Document.objects.filter(registry=registry, period=period, number__in=numbers_, supplement=0)
        for one in rows.only("number", "index", "registered_on"):
            assert one.number is not None
            found[registry, period, one.number] = (one.pk, one.index, one.registered_on)
    ids = [pk for pk, _, _ in found.values()]
    brought = {document for document, _ in journal.told(documents=ids, code=CODE)} if ids else set()
    return {place: There(pk, index, on, pk in brought) for place, (pk, index, on) in found.items()}


def taken(registry_id: int, period: str) -> Mapping[int, tuple[str, object]]:
    """Index and day by number of all documents of a registry's period; one statement."""
    rows = Document.objects.filter(registry=registry_id, period=period, supplement=0, number__isnull=False)
    return {number: (index, on) for number, index, on in rows.values_list("number", "index", "registered_on")}


def last_given(registry: Registry, period: str) -> int:
    """The last number given in the registry's period; one statement."""
    return numbers.last(series=f"documents.registry:{registry.pk}", period=period)


def is_on_paper(registry: Registry) -> bool:
    """Whether the registry is kept on paper now; one statement."""
    return PaperPeriod.objects.filter(registry=registry, until__isnull=True).exists()


def lines(documents: Collection[int]) -> set[tuple[int, str]]:
    """Documents with the lines of their earlier life that have been told; one statement."""
    return journal.told(documents=documents, code=HISTORY)
