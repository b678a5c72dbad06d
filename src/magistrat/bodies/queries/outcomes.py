"""How questions ended, and which decisions between meetings the body must be told of (KR 4.41.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from magistrat.bodies.models import Gathering, Outcome
from magistrat.bodies.queries import halls
from magistrat.rules import agenda

CARRIED = (Outcome.Result.ADOPTED, Outcome.Result.CHANGED)


def of_gathering(gathering: int) -> dict[int, Outcome]:
    """Outcomes of a gathering by question; one statement."""
    return {outcome.item: outcome for outcome in Outcome.objects.filter(gathering=gathering)}


def of_document(document: int) -> Sequence[Outcome]:
    """What the body decided on a document, the latest first; one statement."""
    return list(Outcome.objects.filter(document=document).select_related("gathering__body").order_by("-at", "-id"))


def adopting(document: int) -> Outcome | None:
    """The outcome by which the document was adopted, the latest; one statement."""
    found = Outcome.objects.filter(document=document, result__in=CARRIED).select_related("gathering__body")
    return found.order_by("-at", "-id").first()


def in_order(gathering: int) -> Sequence[Outcome]:
    """Outcomes of a gathering in the agenda's order; what had no number there after it, as it was considered. One statement."""
    found = Outcome.objects.filter(gathering=gathering).select_related("gathering", "document").order_by("id")
    return sorted(found.defer("document__lemmas", "document__search_text"), key=lambda one: agenda.place(one.number))


def titles(gathering: Gathering) -> dict[int, str]:
    """Titles of a gathering's questions as the hall was told them, also of those without a document; two statements at most."""
    state = halls.state_of(gathering)
    return {one.id: one.facts.title for one in state.items.values() if one.facts is not None}


def polls_since(gathering: Gathering) -> Sequence[Outcome]:
    """Decisions taken between the previous meeting and this one, in their order; two statements."""
    before = (
        Gathering.objects.filter(body=gathering.body_id, state=Gathering.State.CLOSED, on__lte=gathering.on)
        .exclude(kind=Gathering.Kind.POLL)
        .exclude(pk=gathering.pk)
        .order_by("-closed_at")
        .values_list("closed_at", flat=True)
        .first()
    )
    found = Outcome.objects.filter(
        gathering__body=gathering.body_id, gathering__kind=Gathering.Kind.POLL, result__in=CARRIED
    )
    if before is not None:
        found = found.filter(at__gt=before)
    return list(found.select_related("gathering", "document").order_by("at", "id"))


def polls(body: int, *, since: date | None = None) -> Sequence[Gathering]:
    """Polls of a body, the latest first; one statement."""
    found = Gathering.objects.filter(body=body, kind=Gathering.Kind.POLL).order_by("-on", "-id")
    return list(found.filter(on__gte=since) if since else found)
