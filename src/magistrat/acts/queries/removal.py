"""Acts on control that are executed, and whether an act «Про зняття з контролю» is due (KR 8.20.11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Max, Q

from magistrat.acts.models import OPEN_STATES, Act, Relation
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import terms
from magistrat.rules.edition import Entry
from magistrat.rules.moments import local_date
from magistrat.tasks.models import Control, PastControl, Task


def rule(on: date) -> Entry | None:
    """The entry by which such an act is prepared each quarter; cities without it prepare none."""
    return regulation.rules_on(on).get("removal_act")


def candidates(actor: Actor | None = None) -> list[Act]:
    """Registered acts on control whose points are all done and which no open draft takes off yet; two statements.

    :param actor: only what he sees; without one all.
    """
    watched = Control.objects.exclude(state=Control.State.OFF)
    done = watched.filter(Q(state=Control.State.SUBMITTED) | Q(done_on__isnull=False)).values("document")
    proposed = Relation.objects.filter(kind=Relation.Kind.RELEASES, source__state__in=OPEN_STATES).values("target")
    found = Act.objects.filter(state=Act.State.REGISTERED, document__in=done).exclude(
        pk__in=proposed.exclude(target=None)
    )
    if actor is not None:
        found = found.filter(document__in=access.visible(actor).values("pk"))
    return list(found.select_related("document__control__leader", "drafter__department").order_by("adopted_on", "id"))


def departments_of(acts: Sequence[Act]) -> list[int]:
    """Ids of the departments that executed the acts' points, to whom the act that ends control goes; one statement."""
    found = Task.objects.filter(document__in=[act.document_id for act in acts], parent=None)
    return list(found.order_by("department__index", "department").values_list("department", flat=True).distinct())


def last_on() -> date | None:
    """The day of the last act that took others off control; one statement."""
    found = Relation.objects.filter(kind=Relation.Kind.RELEASES, source__state=Act.State.REGISTERED)
    last: date | None = found.aggregate(last=Max("source__adopted_on"))["last"]
    return last


def due_on(on: date) -> date | None:
    """By when the next such act is due: a quarter after the last one, else after the first act came on control."""
    entry = rule(on)
    if entry is None or entry.term is None:
        return None
    since = last_on() or _first_on_control()
    if since is None:
        return None
    end = terms.by_entry(entry, since, regulation.work_calendar()).due
    return end.date() if isinstance(end, datetime) else end


def _first_on_control() -> date | None:
    documents = Act.objects.values("document")
    firsts = [
        model._default_manager.filter(document__in=documents)
        .order_by("set_at")
        .values_list("set_at", flat=True)
        .first()
        for model in (Control, PastControl)
    ]
    found = min(filter(None, firsts), default=None)
    return local_date(found) if found else None
