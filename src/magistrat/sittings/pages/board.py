"""The console's board as its template shows it: made of the hall's state, without a rule of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from magistrat.bodies.queries import composition, halls
from magistrat.rules import hall, hall_together
from magistrat.rules.hall_events import SPEECHES, VOTES, undone
from magistrat.rules.hall_state import BEFORE, CALLED, CLOSED, OPEN, PAUSED, Item, State
from magistrat.sittings.queries import hall as sittings

PHASES = {
    BEFORE: "не розпочато", CALLED: "реєстрація членів", OPEN: "триває", PAUSED: "перерва", CLOSED: "закрито",
}  # fmt: skip
RESULTS = {
    "adopted": "ухвалено", "changed": "ухвалено зі змінами", "rejected": "не ухвалено", "postponed": "відкладено",
    "withdrawn": "знято з розгляду", "noted": "взято до відома",
}  # fmt: skip
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Row:
    """A member at the vote of the question in hand."""

    id: int
    name: str
    printed: str
    is_present: bool
    reason: str
    is_admitted: bool
    vote: str

    @property
    def may_vote(self) -> bool:
        """Whether a vote is noted for him."""
        return self.is_present and (not self.reason or self.is_admitted)


@dataclass(frozen=True, slots=True)
class Line:
    """A question in the list."""

    id: int
    number: str
    title: str
    block: str
    is_regulatory: bool
    is_additional: bool
    is_undisputed: bool
    is_current: bool
    result: str
    conflicts: int
    can_begin: bool

    @property
    def is_open(self) -> bool:
        """Whether it is still to be considered."""
        return not self.result and not self.is_current


def board(sitting: Any) -> dict[str, Any]:
    """Everything that the board shows of a sitting; a fixed number of statements."""
    gathering = sitting.gathering
    rows = halls.rows(gathering.pk)
    events = halls.as_steps(rows)
    state = halls.state_of(gathering, rows)
    lines = ordered(state, sittings.questions(sitting.pk))
    question = state.question
    waiting = [line for line in lines if line.is_open]
    following = next((line for line in waiting if line.can_begin), None)
    about = question or (state.item(following.id) if following else None)
    return {
        "sitting": sitting,
        "gathering": gathering,
        "state": state,
        "phase": PHASES[state.phase],
        "lines": lines,
        "next": following,
        "undisputed": [line for line in waiting if line.is_undisputed and not line.conflicts and line.can_begin],
        "additional": [line for line in waiting if line.is_additional and not line.can_begin],
        "question": question,
        "title": _title(state, lines),
        "members": members(state, question),
        "present": [row for row in members(state, None) if row.is_present],
        "undeclared": [row for row in members(state, about) if row.is_present and not row.reason],
        "steps": hall.steps(state),
        "quorum": state.quorum if state.seats else None,
        "needed": _needed(state),
        "verdict": _verdict(state),
        "votes": VOTES,
        "speeches": SPEECHES,
        "speech": question.speaking if question else None,
        "last": gathering.last,
        "undo": hall.last_undoable(events),
        "log": log(state, events),
        "chairs": composition.chairs(gathering.body, gathering.on) if state.phase in {CALLED, OPEN, PAUSED} else [],
        "chair": state.members.get(state.chair or 0),
        "unreported": [one for one in state.polls if one not in state.reported],
    }


def ordered(state: State, questions: Sequence[Any]) -> list[Line]:
    """Questions in the agenda's order with the chair's changes to it (DR 6.17.2)."""
    order = [question.pk for question in questions]
    for moved, before in state.moves:
        if moved in order and before != moved:
            order.remove(moved)
            order.insert(order.index(before) if before in order else 0, moved)
    by_id = {question.pk: question for question in questions}
    return [_line(state, by_id[number]) for number in order]


def _line(state: State, question: Any) -> Line:
    item = state.item(question.pk)
    facts = sittings.as_facts(question)
    admitted = any(ballot.is_adopted for ballot in state.additional.get(question.pk, ()))
    return Line(
        question.pk, question.number, question.title, question.block.title if question.block else "",
        question.is_regulatory, facts.is_additional, facts.is_undisputed and not facts.has_remarks,
        question.pk in state.current, RESULTS[item.result.result] if item.result else "", len(item.recused),
        item.result is None and (admitted or not facts.is_additional),
    )  # fmt: skip


def members(state: State, question: Item | None) -> list[Row]:
    """Members in the roll's order, with their votes on the question in hand."""
    recused: Mapping[int, str] = question.recused if question else {}
    admitted = question.admitted if question else frozenset()
    votes: Mapping[int, str] = question.votes if question else {}
    return [
        Row(
            one.id, one.name, one.printed, one.id in state.present, recused.get(one.id, ""), one.id in admitted,
            votes.get(one.id, ""),
        )
        for one in state.members.values()
    ]  # fmt: skip


def log(state: State, events: Sequence[Any]) -> list[dict[str, Any]]:
    """The newest steps in words, those undone among them."""
    gone = undone(events)
    return [
        {
            "number": one.number,
            "text": hall_together.described(state, one),
            "at": one.at,
            "is_undone": one.number in gone,
        }
        for one in reversed(events[-SHOWN:])
    ]


def _title(state: State, lines: Sequence[Line]) -> str:
    """What is in hand, in words."""
    if state.is_block:
        return f"Блок: питань {len(state.current)}"
    return next(
        (f"{line.number}. {line.title}" if line.number else line.title for line in lines if line.is_current), ""
    )


def _needed(state: State) -> int:
    """How many make a quorum."""
    provision = state.setting.provisions.quorum
    share = provision.vote.quorum if provision else None
    return share.least(state.seats) if share and state.seats else 0


def _verdict(state: State) -> Any:
    """What follows from the votes noted so far, once there are any."""
    return state.verdict if state.question and state.question.votes else None
