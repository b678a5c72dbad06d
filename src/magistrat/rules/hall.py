"""The hall of a collegial body: steps in their order make its state, and each further step is possible or refused.

A pure fold: the same steps always give the same state. Quorum, voters and verdict follow from clauses and laws by
`rules.tally`; nothing is adopted that they would not adopt (KR 1.15-1.17, 4.3, 4.4; DR 6.8, 6.11, 6.18-6.24).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from magistrat.rules.hall_effects import EFFECTS
from magistrat.rules.hall_events import CLOSING, CODES, Event, not_understood, undone
from magistrat.rules.hall_fits import FITS
from magistrat.rules.hall_ready import READY
from magistrat.rules.hall_state import Item, Result, Setting, State
from magistrat.rules.refusal import Refusal

# Steps that belong to no question; the others name theirs.
OF_HALL = frozenset(
    {"called", "arrived", "left", "opened", "chaired", "agenda_voted", "poll_reported", "paused", "resumed", "closed"}
)
MAY_NAME = frozenset({"order_changed"})


def fold(setting: Setting, events: Iterable[Event]) -> State:
    """The hall after these steps, those undone left out.

    :raises Refusal: at the first step that was not possible.
    """
    steps = list(events)
    gone = undone(steps)
    state = State(setting)
    for event in steps:
        if event.code != "undo" and event.number not in gone:
            state = apply(state, event)
    return state


def replay(setting: Setting, events: Iterable[Event]) -> State:
    """The hall after steps that were judged when they were written: the same as `fold`, and much quicker."""
    steps = list(events)
    gone = undone(steps)
    state = State(setting)
    for event in steps:
        if event.code != "undo" and event.number not in gone:
            state = EFFECTS[event.code](state, state.item(event.item or 0), event)
    return state


def apply(state: State, event: Event) -> State:
    """The hall after one more step.

    :raises Refusal: when the step is not possible, with the clause that says so where one does.
    """
    item = _judged(state, event)
    return EFFECTS[event.code](state, item, event)


def refusal_of(state: State, event: Event) -> Refusal | None:
    """Why the step is not possible in this hall; nothing when it is. Undoing is judged by `refusal`.

    A step is possible only when its effect can be folded too: what is written down is folded for ever.
    """
    try:
        apply(state, event)
    except Refusal as refusal:
        return refusal
    return None


def _judged(state: State, event: Event) -> Item:
    """The question of the step.

    :raises Refusal: when it is not possible.
    """
    if event.code not in READY or (event.item is None and event.code not in OF_HALL | MAY_NAME):
        raise not_understood()
    item = state.item(event.item or 0)
    if refusal := READY[event.code](state, item) or FITS[event.code](state, item, event):
        raise refusal
    return item


def possible(state: State, code: str, item: int | None = None) -> Refusal | None:
    """Why steps of this kind are not possible now, whatever they carry; nothing when they are."""
    number = item if item is not None else next(iter(state.current), 0)
    return READY[code](state, state.item(number))


def steps(state: State, item: int | None = None) -> Mapping[str, Refusal | None]:
    """Every kind of step with the reason why it is not possible now."""
    return {code: possible(state, code, item) for code in CODES if code != "undo"}


def refusal(setting: Setting, events: Sequence[Event], event: Event) -> Refusal | None:
    """Why one more step is not possible after these; nothing when it is."""
    if event.code == "undo":
        return undo_refusal(setting, events, event)
    return refusal_of(fold(setting, events), event)


def undo_refusal(setting: Setting, events: Sequence[Event], event: Event) -> Refusal | None:
    """Why the step that `event` names may not be undone.

    Nothing goes with it silently: a step on which later ones rest is undone after them, and the first of these is named.
    A question that has ended stays as it ended, so what it rests on stays too.
    """
    try:
        named = event.whole("undoes")
    except Refusal as unclear:
        return unclear
    wanted = next((one for one in events if one.number == named), None)
    if wanted is None:
        return not_understood()
    if wanted.code == "undo":
        return Refusal("", "Скасування не скасовують: зробіть крок ще раз.")
    gone = undone(events)
    if wanted.number in gone:
        return Refusal("", "Цей крок уже скасовано.")
    kept = [one for one in events if one.code != "undo" and one.number not in gone]
    if any(one.code == "closed" for one in kept):
        return Refusal("", "Засідання закрито: його кроків більше не скасовують.")
    state = State(setting)
    for one in kept:
        if one is wanted:
            continue
        if refused := refusal_of(state, one):
            return Refusal(
                refused.clause, f"Спершу скасуйте пізніший крок: {CODES[one.code]} (№ {one.number}).", refused.words
            )
        state = apply(state, one)
    if _ended(state) == _ended(replay(setting, kept)):
        return None
    return Refusal("", "Крок стосується вже закритого питання, тож його не скасовують: він лишається в журналі.")


def last_undoable(events: Sequence[Event]) -> Event | None:
    """The newest step when it may be undone; nothing when it ended a question or the gathering, or there is none.

    The newest step carries no other, so nothing has to be folded anew.
    """
    gone = undone(events)
    newest = next((one for one in reversed(events) if one.code != "undo" and one.number not in gone), None)
    return None if newest is None or newest.code in CLOSING | {"closed"} else newest


def _ended(state: State) -> dict[int, Result]:
    return {number: item.result for number, item in state.items.items() if item.result}
