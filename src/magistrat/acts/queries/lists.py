"""Lists of acts: drafts by whose they are, the register of what has its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from magistrat.acts.models import OPEN_STATES, Act
from magistrat.approvals.models import Step
from magistrat.documents.queries import access, search
from magistrat.journal.actor import Actor
from magistrat.ui import paging, prepared

NEWEST_DRAFTS = ("-id",)
NEWEST = "-day"
# Of one day by kind and number: drafts of a sitting were begun in another order than that of its agenda.
ORDERS = {"day": ("adopted_on", "kind", "document__number", "id")}
SHELVES = {"moi": "Мої", "pidrozdil": "Мого підрозділу", "usi": "Усі, що я бачу"}
IN_FORCE = {"tak": "чинні", "ni": "не чинні"}
COUNT_LIMIT = 1000
LINE = ("document", "drafter__department", "signatory")
HEAVY = ("text", "document__lemmas", "document__search_text")


@dataclass(frozen=True)
class Filters:
    """What the register shows; empty where not chosen. `number` is the index or its beginning, `text` words of the title."""

    kind: str = ""
    series: str = ""
    year: int | None = None
    force: str = ""
    department: int | None = None
    number: str = ""
    text: str = ""


def register(actor: Actor, filters: Filters) -> QuerySet[Act]:
    """Registered acts that the actor sees."""
    found = Act.objects.filter(state=Act.State.REGISTERED).filter(_seen(actor))
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.series:
        found = found.filter(series=filters.series)
    if filters.year:
        found = found.filter(adopted_on__gte=date(filters.year, 1, 1), adopted_on__lt=date(filters.year + 1, 1, 1))
    if filters.force:
        in_force = Q(force=Act.Force.IN_FORCE)
        found = found.filter(in_force if filters.force == "tak" else ~in_force)
    if filters.department:
        found = found.filter(drafter__department=filters.department)
    if number := filters.number.strip().lstrip("№ "):
        found = found.filter(document__index__istartswith=number)
    if filters.text.strip():
        words = search.narrow(access.visible(actor), filters.text)
        found = found.filter(document__in=words.order_by().values("pk"))
    return found.select_related(*LINE).defer(*HEAVY)


def register_page(actor: Actor, filters: Filters, *, sort: str | None, token: str | None, size: int) -> paging.Page:
    """A page of the register; one statement and those of a text (`documents.queries.search.narrow`)."""
    order = paging.sort(sort, ORDERS, NEWEST)
    return paging.keyset(register(actor, filters), order.fields, token, size)


def count(actor: Actor, filters: Filters) -> int:
    """How many there are, at most `COUNT_LIMIT` + 1, which means more; one statement and those of a text."""
    return register(actor, filters).order_by()[: COUNT_LIMIT + 1].count()


def first_year(on: date) -> int:
    """The year of the earliest act of the register; one statement."""
    first = (
        Act.objects.filter(state=Act.State.REGISTERED).order_by("adopted_on", "id").values_list("adopted_on", flat=True)
    )
    return next((day.year for day in first[:1] if day), on.year)


def shelf(actor: Actor, key: str, state: str = "") -> QuerySet[Act]:
    """Drafts of one shelf, for paging by `-id`; an unknown shelf is that of one's own."""
    found = Act.objects.filter(state__in=OPEN_STATES)
    if key == "usi":
        found = found.filter(_seen(actor))
    elif key == "pidrozdil":
        found = found.filter(_seen(actor), drafter__department__in=_departments(actor))
    else:
        found = found.filter(drafter__in=actor.line)
    if state in OPEN_STATES:
        found = found.filter(state=state)
    return found.select_related(*LINE).defer(*HEAVY)


def stand_at(rows: Sequence[Act]) -> None:
    """Put on each row `stands`, the open steps of its approval in their order; one statement."""
    open_steps = Step.objects.filter(approval__document__in=[row.document_id for row in rows], state=Step.State.OPEN)
    found = open_steps.select_related("post", "approval").order_by("position")
    by_document: dict[int, list[Step]] = {}
    for step in found:
        by_document.setdefault(step.approval.document_id, []).append(step)
    for row in rows:
        row.stands = by_document.get(row.document_id, [])


@prepared.prepared
def returned(actor: Actor, *, limit: int = 100) -> QuerySet[Act]:
    """Drafts of the actor that came back with a reason, the oldest first; one statement."""
    found = Act.objects.filter(drafter__in=actor.line, state=Act.State.DRAFT).exclude(remark="")
    return found.select_related("document").defer(*HEAVY).order_by("changed_at", "id")[:limit]


def _departments(actor: Actor) -> list[int]:
    return [*actor.departments, *([actor.department_id] if actor.department_id else [])]


def _seen(actor: Actor) -> Q:
    """Acts whose documents the actor sees."""
    return Q(document__in=access.visible(actor).values("pk"))
