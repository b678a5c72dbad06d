"""Acts that the system knows only by name: what they were on a day follows from what other acts say of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from magistrat.acts.models import Act, Relation
from magistrat.acts.queries import history, naming
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.rules import act_history
from magistrat.rules.act_history import Deed, Life, Standing


@dataclass(frozen=True)
class Named:
    """An act outside the system, as it is printed, with what acts in the system do to it."""

    printed: str
    life: Life
    deeds: tuple[Deed, ...]

    def on(self, day: date) -> Standing:
        """What it was on the day, as far as the acts in the system say."""
        return act_history.on_day(day, self.life, self.deeds)


def named(number: str, on: date) -> Named | None:
    """The act under the number and day that some act names; one statement."""
    found = Relation.objects.filter(named_number__iexact=number, named_on=on).select_related("source__document")
    relations = list(history.touching(found.filter(target__isnull=True, done_at__isnull=False)).order_by("id"))
    if not relations:
        return None
    deeds = tuple(
        Deed(since, one.kind, naming.short(one.source), is_whole=not one.target_points)
        for one in relations
        if (since := history.effective(one)) is not None
    )
    return Named(relations[0].named, Life(on), deeds)


def standing(actor: Actor, number: str, on: date, day: date) -> tuple[str, Standing] | None:
    """What the act under the number and day was on another day: in the system, or known by name. At most five statements.

    Nothing when the system has never heard of it, or it is closed (on personnel, for official use) and not for the actor.
    """
    act: Act | None = history.registered(number, on)
    if act is not None and naming.is_closed(act) and not access.visible(actor).filter(pk=act.document_id).exists():
        return None
    if act is not None:
        return naming.full(act), history.of(act).on(day)
    known = named(number, on)
    return (known.printed, known.on(day)) if known is not None else None
