"""Decisions of the council that one plenary meeting may not consider together (KR 5.5)."""

from __future__ import annotations

from datetime import date

from magistrat.acts.models import Act
from magistrat.regulation import queries as regulation
from magistrat.rules import act_checks, act_kinds, agenda
from magistrat.rules.edition import Entry

TAKEN = (Act.State.SIGNING, Act.State.SIGNED, Act.State.REGISTERED)


def rule(act: Act) -> Entry | None:
    """The entry that bars them; of the committee's decisions their sitting's agenda judges (KR 4.7)."""
    if act.kind != act_kinds.COUNCIL:
        return None
    return regulation.rules_of(act.document.edition_id).get(act_checks.REPEATED[act.kind])


def of_day(act: Act, on: date) -> list[Act]:
    """Decisions adopted on the day under the same title, or that change a decision which this one changes; two statements."""
    found = Act.objects.filter(kind=act.kind, adopted_on=on, state__in=TAKEN).exclude(pk=act.pk)
    changed = set(act.relations.filter(kind="changes", target__isnull=False).values_list("target", flat=True))
    return [
        one
        for one in found.select_related("document").prefetch_related("relations").order_by("id")
        if agenda.same(one.title) == agenda.same(act.title)
        or changed & {row.target_id for row in one.relations.all() if row.kind == "changes"}
    ]
