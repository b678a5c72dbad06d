"""The course of a sitting for its minutes: who came and went when, and during which question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from magistrat.rules import hall
from magistrat.rules.hall_events import CLOSING, Event, undone
from magistrat.rules.hall_state import OPEN, PAUSED, Setting, State

TOLD = frozenset({"arrived", "left", "chaired", "paused", "resumed"})
END = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that happened beside the questions; ``present`` is how many were there after it."""

    code: str
    at: datetime
    present: int
    member: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """What the minutes take from the steps.

    :param at_opening: members present when the sitting was opened.
    :param considered: questions in the order in which they were taken up or put off.
    :param turns: by the question during which, or before which, they were; after the last one under `END`.
    :param order: changes of the agenda's order: question, the one before which it was put, and the words.
    """

    state: State
    at_opening: frozenset[int] = frozenset()
    first_chair: int | None = None
    considered: tuple[int, ...] = ()
    turns: Mapping[int, tuple[Turn, ...]] = field(default_factory=dict)
    order: tuple[tuple[int | None, int | None, str], ...] = ()

    @property
    def all_turns(self) -> list[Turn]:
        """All of them in the order of time."""
        return sorted((one for turns in self.turns.values() for one in turns), key=lambda turn: turn.at)


def follow(setting: Setting, events: Sequence[Event]) -> Course:
    """Go through the steps once, those undone left out.

    :raises Refusal: at the first step that was not possible.
    """
    gone, state = undone(events), State(setting)
    at_opening, first_chair = frozenset[int](), None
    considered: dict[int, None] = {}
    turns: dict[int, list[Turn]] = {}
    waiting: list[Turn] = []
    order: list[tuple[int | None, int | None, str]] = []
    for event in events:
        if event.code == "undo" or event.number in gone:
            continue
        state = hall.apply(state, event)
        if event.code == "opened":
            at_opening, first_chair = state.present, state.chair
        if event.code == "order_changed":
            before = event.payload.get("before")
            order.append((event.item, before if isinstance(before, int) else None, event.text("text")))
        if taken := _taken(event, state):
            considered |= dict.fromkeys(taken)
            turns.setdefault(taken[0], []).extend(waiting)
            waiting = []
        if event.code in TOLD and state.phase in {OPEN, PAUSED}:
            turn = Turn(event.code, event.at, len(state.present), _member(event))
            turns.setdefault(state.current[0], []).append(turn) if state.current else waiting.append(turn)
    turns.setdefault(END, []).extend(waiting)
    kept = {number: tuple(found) for number, found in turns.items() if found}
    return Course(state, at_opening, first_chair, tuple(considered), kept, tuple(order))


def _taken(event: Event, state: State) -> tuple[int, ...]:
    """The questions that the step takes up, or puts off without taking them up."""
    if event.code in {"question_begun", "vote_of_block"}:
        return state.current
    return (event.item,) if event.code in CLOSING and event.item is not None else ()


def _member(event: Event) -> int | None:
    name = "chair" if event.code == "chaired" else "member"
    return event.whole(name) if name in event.payload else None
