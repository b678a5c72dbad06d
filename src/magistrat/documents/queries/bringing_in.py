"""What is there already of the records that a city brings with it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models.functions import Coalesce

from magistrat.documents.models import Correspondent, Document, PaperPeriod, Registry
from magistrat.journal import queries as journal
from magistrat.numbers import queries as numbers

CODE = "documents.brought_in"
HISTORY = "documents.history_brought_in"


def correspondent(*, name: str, code: str) -> int | None:
    """The directory's entry with the code, else with exactly the name; for a merged one the one that stays. One statement."""
    found = Correspondent.objects.order_by("id").values_list(Coalesce("merged_into", "pk"), flat=True)
    by = {"code": code} if code else {"code": "", "name": " ".join(name.split())}
    known: int | None = found.filter(**by).first()
    return known


def correspondents() -> Mapping[str, int]:
    """Ids by code and by name without letter case; the first of equal names. One statement."""
    known = dict[str, int]()
    rows = Correspondent.objects.order_by("-id").values_list(Coalesce("merged_into", "pk"), "name", "code")
    for pk, name, code in rows.iterator():
        known[name.casefold()] = pk
        if code:
            known[code] = pk
    return known


def at_number(registry: Registry, period: str, number: int) -> Document | None:
    """The document under the number; one statement."""
    return Document.objects.filter(registry=registry, period=period, number=number, supplement=0).first()


def taken(registry_id: int, period: str) -> Mapping[int, tuple[str, object]]:
    """Index and day by number of all documents of a registry's period; one statement."""
    rows = Document.objects.filter(registry=registry_id, period=period, supplement=0, number__isnull=False)
    return {number: (index, on) for number, index, on in rows.values_list("number", "index", "registered_on")}


def is_brought_in(document: Document) -> bool:
    """Whether the document came with the earlier records; one statement."""
    return journal.has_deed(document=document.pk, code=CODE)


def last_given(registry: Registry, period: str) -> int:
    """The last number given in the registry's period; one statement."""
    return numbers.last(series=f"documents.registry:{registry.pk}", period=period)


def is_on_paper(registry: Registry) -> bool:
    """Whether the registry is kept on paper now; one statement."""
    return PaperPeriod.objects.filter(registry=registry, until__isnull=True).exists()


def has_line(document_id: int, text: str) -> bool:
    """Whether the line of the earlier life has been told; one statement."""
    return journal.has_deed(document=document_id, code=HISTORY, text=text)


def id_at_number(registry_id: int, period: str, number: int) -> int | None:
    """The id of the document under the number; one statement."""
    found = Document.objects.filter(registry=registry_id, period=period, number=number, supplement=0)
    return found.values_list("pk", flat=True).first()
