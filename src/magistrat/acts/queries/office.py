"""What waits for those who keep the registries of acts: signature, number, sending."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from magistrat.acts.models import Act, Delivery, Kind, Recipient
from magistrat.documents.models import Registry
from magistrat.rules import orders

State = Act.State
RELATED = ("document__kind", "document__registry", "drafter__department", "signatory")


def waiting(kept: Iterable[Registry], stage: str) -> QuerySet[Act]:
    """Acts of these registries that stand at the stage, those with a term first.

    :param stage: `pidpys` (before the signatory), `rozsylka` (somebody of the list waits), else those without a number.
    """
    if stage == "rozsylka":
        return _to_send(kept)
    states = [State.SIGNING] if stage == "pidpys" else [State.SIGNED]
    return Act.objects.filter(_of(kept), state__in=states).select_related(*RELATED).order_by("due_on", "id")


def counts(kept: Iterable[Registry]) -> dict[str, int]:
    """How many wait at each stage; three statements."""
    kept = list(kept)
    return {stage: waiting(kept, stage).count() for stage in ("reiestratsiia", "pidpys", "rozsylka")}


def to_register_count(kept: Iterable[Registry]) -> int:
    """How many signed acts wait for a number; one statement."""
    return waiting(kept, "reiestratsiia").count()


def to_send_count(kept: Iterable[Registry]) -> int:
    """How many registered acts somebody of the list still waits for; one statement."""
    return waiting(kept, "rozsylka").count()


def _to_send(kept: Iterable[Registry]) -> QuerySet[Act]:
    waits = Recipient.objects.filter(deliveries__isnull=True, is_by_drafter=False).values("act")
    troubled = Delivery.objects.exclude(trouble="").values("recipient__act")
    found = Act.objects.filter(Q(pk__in=waits) | Q(pk__in=troubled), state=State.REGISTERED)
    rows = found.filter(document__registry__in=[one.pk for one in kept]).select_related(*RELATED)
    return rows.order_by("due_on", "id")


def _of(kept: Iterable[Registry]) -> Q:
    """Acts that have no number yet, by the series that each registry takes."""
    keys = {one.key for one in kept}
    found = Q(pk__in=[])
    found |= Q(kind__in=[kind for kind in Kind.values if kind in keys])
    for key in keys:
        if key == "order":
            found |= Q(kind__in=list(orders.ORDERS))
        elif key.startswith("order-"):
            series = key.removeprefix("order-").replace("-", "_")
            if series == orders.RESTRICTED:
                found |= Q(kind__in=list(orders.ORDERS), document__is_restricted=True)
            else:
                found |= Q(kind__in=list(orders.ORDERS), series=series, document__is_restricted=False)
    return found
