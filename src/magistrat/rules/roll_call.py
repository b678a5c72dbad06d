"""A file of a voting system, «question; member; vote» by line, read and turned into steps of the hall."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from types import MappingProxyType
from typing import Any

from magistrat.rules import hall
from magistrat.rules.hall_events import ABSTAINED, AGAINST, FOR, SILENT, VOTES, Event
from magistrat.rules.hall_state import State
from magistrat.rules.refusal import Refusal

COLUMNS, MOST_LINES = 3, 20_000
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "за": FOR, "for": FOR, "yes": FOR, "+": FOR, "1": FOR,
        "проти": AGAINST, "against": AGAINST, "no": AGAINST, "-": AGAINST,
        "утримався": ABSTAINED, "утрималася": ABSTAINED, "утрималась": ABSTAINED, "утримались": ABSTAINED,
        "abstain": ABSTAINED, "abstained": ABSTAINED,
        "не голосував": SILENT, "не голосувала": SILENT, "не голосували": SILENT, "not voted": SILENT, "0": SILENT,
    }
)  # fmt: skip
HEADS = ("питання", "question", "№")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: its number, and what stands in it."""

    number: int
    question: str
    member: str
    vote: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line stops the import; 0 is the file as a whole."""

    line: int
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Step:
    """A step that follows from the file; `number` is of its line, the first of the question."""

    line: int
    code: str
    item: int
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the file would do: steps, the state after them, and what stops it."""

    steps: tuple[Step, ...] = ()
    faults: tuple[Fault, ...] = ()
    state: State | None = None
    votes: Mapping[int, Mapping[int, str]] = field(default_factory=dict)


def decode(content: bytes) -> str:
    """The text of the file: UTF-8, else Windows-1251 as older systems write it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def read(text: str) -> tuple[list[Line], list[Fault]]:
    """Lines of the file, and what is wrong with single ones."""
    lines, faults = [], []
    first = text.splitlines()[0] if text.strip() else ""
    separator = next((sign for sign in ";\t," if sign in first), ";")
    rows = list(csv.reader(text.splitlines(), delimiter=separator))
    if len(rows) > MOST_LINES:
        return [], [Fault(0, Refusal("", f"У файлі більше ніж {MOST_LINES} рядків."))]
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells[0].casefold().startswith(HEADS)):
            continue
        if len(cells) != COLUMNS or not all(cells):
            faults.append(Fault(number, Refusal("", "Очікується три стовпці: номер питання, член, голос.")))
        elif (vote := WORDS.get(cells[2].casefold())) is None:
            known = ", ".join(VOTES.values())
            faults.append(Fault(number, Refusal("", f"Голосу «{cells[2]}» не передбачено; можливі: {known}.")))
        else:
            lines.append(Line(number, cells[0].lstrip("№ ").rstrip("."), cells[1], vote))
    if not lines and not faults:
        faults.append(Fault(0, Refusal("", "У файлі немає жодного голосу.")))
    return lines, faults


def plan(
    state: State, text: str, numbers: Mapping[str, int], facts: Callable[[int], Mapping[str, Any]], at: datetime
) -> Plan:
    """What the file would do to this hall, question by question in its order; nothing is done when it has a fault.

    :param numbers: ids of the sitting's questions by the number that the agenda prints; :param facts: what each of them is.
    """
    lines, faults = read(text)
    steps: list[Step] = []
    votes: dict[int, Mapping[int, str]] = {}
    for question, group in groupby(lines, key=lambda line: line.question):
        of_question = list(group)
        item = numbers.get(question)
        if item is None:
            faults.append(Fault(of_question[0].number, Refusal("", f"Питання № {question} у цьому засіданні немає.")))
            continue
        cast, wrong = _cast(state, of_question)
        faults += wrong
        votes[item] = cast
        if wrong:
            continue
        for step in _steps(state, item, of_question[0].number, cast, facts):
            event = Event(0, step.code, at, step.item, step.payload)
            if refusal := hall.refusal_of(state, event):
                faults.append(Fault(step.line, refusal))
                break
            state = hall.apply(state, event)
            steps.append(step)
    faults.sort(key=lambda fault: fault.line)
    return Plan(() if faults else tuple(steps), tuple(faults), state, votes)


def _cast(state: State, lines: Sequence[Line]) -> tuple[dict[int, str], list[Fault]]:
    """Votes of one question by member."""
    cast: dict[int, str] = {}
    faults = []
    for line in lines:
        found = _members(state, line.member)
        if len(found) != 1:
            said = "Такого члена немає серед членів органу" if not found else "Таких членів кілька: допишіть ініціали"
            faults.append(Fault(line.number, Refusal("", f"{said}: «{line.member}».")))
        elif found[0] in cast:
            faults.append(
                Fault(line.number, Refusal("", f"{state.name(found[0])}: голос із цього питання вже є вище."))
            )
        else:
            cast[found[0]] = line.vote
    return cast, faults


def _members(state: State, said: str) -> list[int]:
    """Members whom the words may mean: «Прізвище І.Б.» written any way, else the surname alone when it is the only one."""
    wanted = _letters(said)
    whole = [member.id for member in state.members.values() if _letters(member.name) == wanted]
    if whole:
        return whole
    # A full name: the same surname and the same initials.
    parts = said.replace(".", " ").split()
    short = _letters(parts[0] + "".join(part[0] for part in parts[1:])) if parts else ""
    by_initials = [member.id for member in state.members.values() if _letters(member.name) == short]
    if by_initials or len(parts) > 1:
        return by_initials
    return [member.id for member in state.members.values() if _letters(member.name.split()[0]) == wanted]


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalpha())


def _steps(
    state: State, item: int, line: int, cast: Mapping[int, str], facts: Callable[[int], Mapping[str, Any]]
) -> Iterator[Step]:
    """From where the question stands now to its result."""
    if item not in state.current:
        yield Step(line, "question_begun", item, {"facts": facts(item)})
    question = state.item(item)
    if state.setting.edition.get("voting_order") and question.formulation is None:
        if not question.speeches and not question.is_waived:
            yield Step(line, "discussion_waived", item, {})
        yield Step(line, "voting_announced", item, {"text": ""})
    yield Step(line, "vote_cast", item, {"votes": {str(member): vote for member, vote in cast.items()}})
    yield Step(line, "result", item, {})


def counted(votes: Mapping[int, str]) -> dict[str, int]:
    """How many voted how."""
    found = Counter(votes.values())
    return {vote: found.get(vote, 0) for vote in VOTES}
