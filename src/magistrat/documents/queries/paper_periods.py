"""Paper periods: which numbers are entered, explained, missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from magistrat.documents.models import Document, PaperPeriod
from magistrat.documents.queries.access import visible
from magistrat.journal.actor import Actor


@dataclass(frozen=True)
class Entered:
    """A number that is entered, with its moment by the paper journal."""

    number: int
    at: datetime


@dataclass(frozen=True)
class Line:
    """A number of the paper journal: whether it is entered, its document if the reader may see it, or why it has none."""

    number: int
    document: Document | None = None
    reason: str = ""
    is_entered: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether nothing is known of the number."""
        return not self.is_entered and not self.reason


def of_registry(registry_id: int) -> Sequence[PaperPeriod]:
    """The registry's paper periods, newest first; one statement."""
    return list(PaperPeriod.objects.filter(registry=registry_id).order_by("-since", "-id"))


def paper_period(paper_period_id: int) -> PaperPeriod:
    """One period with its registry; one statement.

    :raises PaperPeriod.DoesNotExist: when there is none.
    """
    return PaperPeriod.objects.select_related("registry", "registry__department").get(pk=paper_period_id)


def unfinished() -> Sequence[PaperPeriod]:
    """Periods still on paper or with numbers to be entered, with their registries; one statement."""
    return list(PaperPeriod.objects.filter(closed_at__isnull=True).select_related("registry").order_by("since", "id"))


def entered(period: PaperPeriod) -> QuerySet[Document]:
    """Documents entered under numbers of the period, in their order."""
    found = Document.objects.filter(
        registry=period.registry_id, period=period.period, number__gte=period.first_number, supplement=0
    )
    if period.last_number is not None:
        found = found.filter(number__lte=period.last_number)
    return found.defer("lemmas", "search_text").order_by("number")


def missing(period: PaperPeriod) -> list[int]:
    """Numbers neither entered nor explained: up to the last by hand, while on paper up to the last known; two statements."""
    known = _known(period)
    return [number for number in range(period.first_number, _last(period, known) + 1) if number not in known]


def next_number(period: PaperPeriod) -> int | None:
    """The number to be entered next: the first missing one, while on paper the one after the last known; two statements."""
    known = _known(period)
    last = _last(period, known)
    left = next((number for number in range(period.first_number, last + 1) if number not in known), None)
    return left if left is not None or period.last_number is not None else last + 1


def _known(period: PaperPeriod) -> set[int]:
    return _numbers(period) | set(period.gaps.values_list("number", flat=True))


def _numbers(period: PaperPeriod) -> set[int]:
    return {number for number in entered(period).values_list("number", flat=True) if number is not None}


def _last(period: PaperPeriod, known: set[int]) -> int:
    return period.last_number if period.last_number is not None else max(known, default=period.first_number - 1)


def lines(period: PaperPeriod, actor: Actor) -> list[Line]:
    """Every number of the period in order, with the documents that the actor may see; four statements."""
    numbers, reasons = _numbers(period), dict(period.gaps.values_list("number", "reason"))
    seen = visible(actor).filter(pk__in=entered(period).values("pk")).select_related("correspondent")
    documents = {one.number: one for one in seen.defer("lemmas", "search_text")}
    return [
        Line(number, documents.get(number), reasons.get(number, ""), number in numbers)
        for number in range(period.first_number, _last(period, numbers | set(reasons)) + 1)
    ]


def neighbours(period: PaperPeriod, number: int) -> tuple[Entered | None, Entered | None]:
    """The nearest entered numbers before and after the number; two statements."""
    found = Document.objects.filter(
        registry=period.registry_id, period=period.period, supplement=0, registered_at__isnull=False
    )
    before = found.filter(number__lt=number).order_by("-number")
    return _first(before), _first(found.filter(number__gt=number).order_by("number"))


def last_entered(period: PaperPeriod) -> Entered | None:
    """The greatest number entered; one statement."""
    return _first(entered(period).order_by("-number"))


def _first(found: QuerySet[Document]) -> Entered | None:
    row = found.values_list("number", "registered_at").first()
    if row is None or row[0] is None or row[1] is None:
        return None
    return Entered(row[0], row[1])
