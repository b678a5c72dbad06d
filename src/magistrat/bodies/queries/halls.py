"""Gatherings as their events make them: state, what may be done next, what the other console does not know yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from magistrat.bodies.models import Body, Event, Gathering
from magistrat.regulation import queries as regulation
from magistrat.rules import hall, poll, provisions
from magistrat.rules import hall_events as steps
from magistrat.rules.hall_state import Setting, State


def gathering(gathering_id: int) -> Gathering:
    """One gathering with its body; one statement.

    :raises Gathering.DoesNotExist: when there is none.
    """
    return Gathering.objects.select_related("body").get(pk=gathering_id)


def setting_of(gathering: Gathering) -> Setting:
    """By what the gathering goes: its own edition and the laws of votes."""
    edition = regulation.rules_of(gathering.edition_id)
    return Setting(edition, provisions.gather(gathering.body.key, edition, regulation.vote_laws()))


def setting_on(body: Body, on: date) -> Setting:
    """By what a gathering begun on the day would go."""
    edition = regulation.rules_on(on)
    return Setting(edition, provisions.gather(body.key, edition, regulation.vote_laws()))


def rows(gathering: int) -> Sequence[Event]:
    """All steps in their order; one statement."""
    return list(Event.objects.filter(gathering=gathering).order_by("number"))


def as_steps(found: Sequence[Event]) -> list[steps.Event]:
    """Rows as the rules read them."""
    return [steps.Event(row.number, row.code, row.at, row.item, row.payload) for row in found]


def state_of(gathering: Gathering, found: Sequence[Event] | None = None) -> State:
    """The hall as its steps have made it; one statement when the rows are not given."""
    return hall.replay(setting_of(gathering), as_steps(rows(gathering.pk) if found is None else found))


def poll_of(gathering: Gathering, found: Sequence[Event] | None = None) -> poll.Poll:
    """The poll as its steps have made it; one statement when the rows are not given."""
    return poll.fold(setting_of(gathering), as_steps(rows(gathering.pk) if found is None else found))


def last_number(gathering: int) -> int | None:
    """The number of the newest step, nothing when there is no such gathering; one statement, for a console that asks."""
    return Gathering.objects.filter(pk=gathering).values_list("last", flat=True).first()
