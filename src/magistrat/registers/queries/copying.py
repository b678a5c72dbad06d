"""The log of copying works: its rule, its lines, its months (KR 17.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from magistrat.documents.queries.access import visible
from magistrat.journal.actor import Actor
from magistrat.registers.models import CopyWork
from magistrat.regulation import queries as regulation
from magistrat.rules.edition import Entry
from magistrat.rules.refusal import Refusal

KEY = "copying_journal"
SEE_ALL = "copying.view"


@dataclass(frozen=True)
class Wanted:
    """What of the log is asked for; days both included."""

    since: date | None = None
    until: date | None = None
    department: int | None = None
    text: str = ""


@dataclass(frozen=True)
class Sums:
    """How many works and how many sheets in all."""

    works: int
    sheets: int


def rule(on: date) -> Entry | None:
    """The clause by which the log is kept; nothing where the city keeps none."""
    return regulation.rules_on(on).get(KEY)


def is_kept(on: date) -> bool:
    """Whether the city's regulation knows the log."""
    return rule(on) is not None


def not_kept() -> Refusal:
    """The refusal of a city without the log."""
    refusal = Refusal("", "Регламент цього міста не передбачає журналу обліку копіювальних робіт.")
    refusal.is_right = True
    return refusal


def sees_all(actor: Actor, on: date) -> bool:
    """Whether the actor sees the works of every department."""
    return regulation.refusal(actor=actor, right=SEE_ALL, on=on) is None


def works(*, actor: Actor, on: date, wanted: Wanted) -> QuerySet[CopyWork]:
    """Lines of the log that the actor sees; for paging by `-done_on, -id`.

    A document that is not his to see is not named: `shown_document` is empty then.
    """
    found = CopyWork.objects.select_related("department", "executor")
    if not sees_all(actor, on):
        found = found.filter(department__in=actor.departments)
    if wanted.since:
        found = found.filter(done_on__gte=wanted.since)
    if wanted.until:
        found = found.filter(done_on__lte=wanted.until)
    if wanted.department:
        found = found.filter(department=wanted.department)
    if wanted.text.strip():
        words = wanted.text.strip()
        found = found.filter(Q(what__icontains=words) | Q(ordered_by__icontains=words) | Q(purpose__icontains=words))
    return found


def name_documents(rows: Sequence[CopyWork], actor: Actor) -> None:
    """Put `shown_document` on each row: the copied document, where the actor may see it; one statement."""
    wanted = {row.document_id for row in rows if row.document_id}
    seen = visible(actor).filter(pk__in=wanted).only("index", "summary").in_bulk() if wanted else {}
    for row in rows:
        row.shown_document = seen.get(row.document_id)


def sums(found: QuerySet[CopyWork]) -> Sums:
    """Totals without what was struck out; one statement."""
    counted = found.filter(struck_at__isnull=True).aggregate(works=Count("pk"), sheets=Sum(F("sheets") * F("copies")))
    return Sums(counted["works"], counted["sheets"] or 0)


def by_department(found: QuerySet[CopyWork]) -> Sequence[Any]:
    """Totals of each department, largest first; one statement."""
    kept = found.filter(struck_at__isnull=True).order_by()
    return list(
        kept.values(name=F("department__name"))
        .annotate(works=Count("pk"), copied=Sum(F("sheets") * F("copies")))
        .order_by("-copied", "name")
    )
