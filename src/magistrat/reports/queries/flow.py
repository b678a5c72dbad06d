"""Documents registered and annulled, registry by registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count, Q, QuerySet

from magistrat.documents.models import Document, Registry
from magistrat.reports.periods import Period
from magistrat.reports.queries.execution import Figure

FLOW = (Figure("registered", "Зареєстровано"), Figure("annulled", "Анульовано"))


def flow(*, period: Period) -> Sequence[Mapping[str, object]]:
    """Registered documents of the period by registry, annulled ones apart; two statements."""
    counts = {figure.key: Count("id", filter=Q(state=figure.key)) for figure in FLOW}
    rows = list(_in_period(period).values("registry_id", "direction").annotate(**counts).order_by())
    # Asked for apart: joined, the titles would be compared once for each document.
    found = Registry.objects.filter(pk__in={row["registry_id"] for row in rows}).order_by("title", "id")
    titles = dict(found.values_list("pk", "title"))
    places = {registry: place for place, registry in enumerate(titles)}
    for row in rows:
        row["registry__title"] = titles[row["registry_id"]]
    return sorted(rows, key=lambda row: (row["direction"], places[row["registry_id"]]))


def flow_list(
    *, period: Period, figure: str, registry: int | None = None, direction: str | None = None
) -> QuerySet[Document]:
    """The documents that a figure counts, for the list that it opens; of all registries and directions unless named."""
    found = _in_period(period).filter(state=figure)
    if registry is not None:
        found = found.filter(registry_id=registry)
    if direction is not None:
        found = found.filter(direction=direction)
    return found.select_related("kind", "correspondent", "registry")


def _in_period(period: Period) -> QuerySet[Document]:
    # A registered document is listed by its day of registration, and lists have the index.
    in_period = Q(listed_on__gte=period.since, listed_on__lt=period.until)
    return Document.objects.filter(in_period, registered_on__isnull=False, registry__isnull=False)
