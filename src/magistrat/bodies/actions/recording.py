"""Steps of a gathering are written down one by one, by one or by two secretaries (KR 4.45; DR 6.28)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from magistrat.bodies import hooks
from magistrat.bodies.actions import deeds, outcomes
from magistrat.bodies.models import Event, Gathering
from magistrat.bodies.queries import composition, halls
from magistrat.bodies.queries import outcomes as ended
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Person
from magistrat.rules import hall, hall_together
from magistrat.rules import hall_events as steps
from magistrat.rules.hall_state import CALLED, CLOSED, OPEN, PAUSED, Setting, State
from magistrat.rules.refusal import Refusal

STATES = {CALLED: Gathering.State.PLANNED, OPEN: Gathering.State.OPEN, PAUSED: Gathering.State.OPEN}
JOURNAL = {
    "opened": "bodies.gathering_opened",
    "closed": "bodies.gathering_closed",
    "undo": "bodies.step_undone",
    **dict.fromkeys(steps.CLOSING, "bodies.question_closed"),
}
MERGED = frozenset(
    {"arrived", "left", "vote_cast", "conflict_declared", "speaker_called", "speaker_done", "paused", "resumed"}
)


@dataclass(frozen=True, slots=True)
class Hall:
    """A locked gathering with its steps."""

    gathering: Gathering
    setting: Setting
    rows: Sequence[Event]

    @property
    def events(self) -> list[steps.Event]:
        """The steps as the rules read them."""
        return halls.as_steps(self.rows)


def record(
    *, actor: Actor, at: datetime, gathering: int, code: str, payload: Mapping[str, Any], item: int | None = None,
    key: str, after: int,
) -> Event:  # fmt: skip
    """Write down one step.

    :param key: made by the console, «console-number»: a step sent again is the one that is written already.
    :param after: the number of the last step that the console knew. What another console did since then and what changes
        the meaning of this step refuses it; what does not is merged.
    :raises Refusal: no right (`sittings.keep_minutes`), the step is not possible now, or the other secretary's step must
        be seen first.
    """
    deeds.demand(actor, deeds.KEEP, at)
    with transaction.atomic():
        kept = deeds.locked(gathering)
        refuse_over(kept)
        found = Hall(kept, halls.setting_of(kept), halls.rows(gathering))
        if sent := next((row for row in found.rows if row.key == key), None):
            return sent
        state = hall.replay(found.setting, found.events)
        mine = _completed(found, steps.Event(kept.last + 1, code, at, item, dict(payload)), actor, at)
        if merged := meet(found, state, mine, key, after):
            return merged
        return append(actor=actor, at=at, found=found, event=mine, key=key, state=state)


def append(*, actor: Actor, at: datetime, found: Hall, event: steps.Event, key: str, state: State) -> Event:
    """Write the step after all others, with what follows from it; part of a deed that holds the lock.

    :raises Refusal: when it is not possible in this hall.
    """
    if refusal := (
        hall.undo_refusal(found.setting, found.events, event) if event.code == "undo" else hall.refusal_of(state, event)
    ):
        raise refusal
    kept = found.gathering
    row = write(actor=actor, at=at, gathering=kept, event=event, key=key, rows=found.rows)
    now = hall.replay(found.setting, [*found.events, event]) if event.code == "undo" else hall.apply(state, event)
    _turn(kept, event, state, now, actor, at)
    _note(kept, event, now, actor, at)
    for number, question in now.items.items():
        if question.result is not None and state.item(number).result is None:
            outcomes.write(actor=actor, at=at, gathering=kept, item=question, on=kept.on)
    return row


def write(
    *, actor: Actor, at: datetime, gathering: Gathering, event: steps.Event, key: str, rows: Sequence[Event]
) -> Event:
    """The row of a step; part of a deed that holds the gathering's lock."""
    undoes = None
    if event.code == "undo":
        undoes = next(row for row in rows if row.number == event.payload["undoes"])
    row = Event.objects.create(
        gathering=gathering, number=event.number, key=key, code=event.code, item=event.item,
        payload=dict(event.payload), undoes=undoes, at=at, by=actor.printed[:400],
    )  # fmt: skip
    gathering.last = event.number
    gathering.save(update_fields=["last"])
    return row


def refuse_over(gathering: Gathering) -> None:
    """Refuse steps of a gathering that is cancelled or is no meeting.

    :raises Refusal: with the reason.
    """
    if gathering.state == Gathering.State.CANCELLED:
        raise Refusal("", "Засідання скасовано.")
    if gathering.kind == Gathering.Kind.POLL:
        raise Refusal("", "Це рішення між засіданнями: членів опитують поіменно.")


def meet(found: Hall, state: State, mine: steps.Event, key: str, after: int) -> Event | None:
    """What another console did since `after`: the same step already written, or nothing that stands in the way.

    :raises Refusal: telling what the other secretary did, when one must see it first.
    """
    console = console_of(key)
    newer = [row for row in found.rows if row.number > after and console_of(row.key) != console]
    for row in newer:
        if mine.code in MERGED and (row.code, row.item, row.payload) == (mine.code, mine.item, mine.payload):
            return row
    if refusal := hall_together.refusal(state, mine, halls.as_steps(newer)):
        raise refusal
    return None


def console_of(key: str) -> str:
    """Which console made the key."""
    return key.rpartition("-")[0]


def _completed(found: Hall, event: steps.Event, actor: Actor, at: datetime) -> steps.Event:
    """The step with what the house knows better than the console: roll, facts of questions, who may preside."""
    kept, payload = found.gathering, dict(event.payload)
    match event.code:
        case "called":
            payload = roll(kept)
        case "opened" | "chaired":
            payload["chair"] = _chair(kept, payload.get("chair"))
            if event.code == "opened":
                payload["secretary"] = payload.get("secretary") or actor.person_name
        case "question_begun" | "additional_question_voted":
            payload["facts"] = facts(kept, event.item)
        case "vote_of_block":
            numbers = event.wholes("items")
            payload["items"] = [{"id": number, "facts": facts(kept, number)} for number in numbers]
            return steps.Event(event.number, event.code, at, next(iter(numbers), None), payload)
    return steps.Event(event.number, event.code, event.at, event.item, payload)


def roll(gathering: Gathering) -> dict[str, Any]:
    """Members of the day and the general composition, with the decisions that are to be reported (KR 4.41.4).

    :raises Refusal: when the general composition of the day is not set.
    """
    seats = composition.seats_on(gathering.body, gathering.on)
    if not seats:
        raise Refusal("", "Загальний склад органу на день засідання не внесено: внесіть його на сторінці органу.")
    found = composition.members_on(gathering.body, gathering.on)
    short = Counter(one.person.short_name for one in found)
    members = [
        {
            "id": one.pk,
            # Two of one name are told apart by their full names.
            "name": one.person.short_name if short[one.person.short_name] == 1 else _full_name(one.person),
            "printed": one.printed,
            "role": one.role,
        }
        for one in found
    ]
    polls = [outcome.gathering_id for outcome in ended.polls_since(gathering)]
    return {"seats": seats, "members": members, "polls": polls}


def _full_name(person: Person) -> str:
    return " ".join(part for part in (person.surname, person.given, person.patronymic) if part)


def facts(gathering: Gathering, item: int | None) -> dict[str, Any]:
    """What the upper app says of the question.

    :raises Refusal: when it is not on this gathering's agenda.
    """
    known = hooks.facts_of(gathering.pk, item) if item is not None else None
    if known is None:
        raise Refusal("", "Такого питання немає серед питань цього засідання.")
    return asdict(known)


def _chair(gathering: Gathering, wanted: object) -> int:
    """Who presides (KR 1.7; DR 6.11).

    :raises Refusal: when the clause lets another one preside, or nobody.
    """
    rules = halls.setting_of(gathering).edition
    rule = rules.get("meeting_chair")
    may = composition.chairs(gathering.body, gathering.on)
    if not may:
        said = "Головувати нікому: міський голова і той, хто його заміщує, не є членами на цей день."
        raise rule.refusal(said) if rule else Refusal("", said)
    if wanted is None:
        return may[0].membership
    if found := next((chair for chair in may if chair.membership == wanted), None):
        return found.membership
    said = f"Головує {'; '.join(f'{chair.name} ({chr(32).join(chair.lines)})' for chair in may)}."
    raise rule.refusal(said) if rule else Refusal("", said)


def _turn(kept: Gathering, event: steps.Event, before: State, now: State, actor: Actor, at: datetime) -> None:
    """The row's own state follows the hall's phase; upper apps hear of opening and closing."""
    if before.phase == now.phase:
        return
    kept.state = Gathering.State.CLOSED if now.phase == CLOSED else STATES.get(now.phase, Gathering.State.PLANNED)
    kept.opened_at, kept.closed_at = now.opened_at, now.closed_at
    kept.save(update_fields=["state", "opened_at", "closed_at"])
    if event.code in {"opened", "closed"}:
        hooks.tell_turn(kept, actor, at)


def _note(kept: Gathering, event: steps.Event, now: State, actor: Actor, at: datetime) -> None:
    """The journal has the whole step, so that the gathering can be replayed from it alone."""
    question = now.item(event.item) if event.item else None
    text = f"№ {event.number}: {hall_together.described(now, event)}"
    clause = ""
    if question is not None and question.result is not None and event.code in steps.CLOSING:
        ballot = question.result.ballot
        clause = ballot.verdict.clause[:60] if ballot else ""
        text = f"{text}. {outcomes.explanation(question.result)}"
    deeds.note(
        kept, actor, at, JOURNAL.get(event.code, "bodies.step_recorded"), text, clause,
        document=question.facts.document if question and question.facts and event.code in steps.CLOSING else None,
        number=event.number, kind=event.code, item=event.item, step=dict(event.payload),
    )  # fmt: skip
