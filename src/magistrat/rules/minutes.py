"""The minutes of a sitting say what happened in its hall: parts made of the events, and what the secretary wrote instead.

Pure: the same steps and the same facts give the same text (Cabinet resolution 55, items 94-96; KR 1.15, 1.17, 4.41.4, 4.45;
DR 6.28). A part that was rewritten by hand stays as it was written, and says so when the steps behind it have changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from magistrat.rules import minutes_course, minutes_head, minutes_items
from magistrat.rules.edition import Edition
from magistrat.rules.hall_events import Event
from magistrat.rules.hall_state import Setting, State
from magistrat.rules.minutes_course import Course
from magistrat.rules.minutes_told import Told
from magistrat.rules.refusal import Refusal

CONTENT, SIGNATORIES = "minutes_content", "minutes_signatories"
HEAD, AGENDA, POLLS, OPEN, CLOSING = "head", "agenda", "polls", "open", "closing"
TITLES = {
    HEAD: "Початок протоколу", AGENDA: "Порядок денний", POLLS: "Рішення між засіданнями",
    OPEN: "Нерозглянуті питання", CLOSING: "Закінчення",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the minutes as the events make it; each line is a paragraph."""

    key: str
    title: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The paragraphs, one under another."""
        return "\n".join(self.lines)

    @property
    def mark(self) -> str:
        """By which it is seen that the part has changed since."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Written:
    """What the secretary wrote instead of a part; ``of`` is the mark of the part as it was then."""

    text: str
    of: str
    by: str = ""
    at: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A part as the minutes have it: computed, or written by hand."""

    part: Part
    written: Written | None = None
    is_gone: bool = False

    @property
    def key(self) -> str:
        """The part's own key."""
        return self.part.key

    @property
    def title(self) -> str:
        """The part's own title."""
        return self.part.title

    @property
    def text(self) -> str:
        """What stands in the minutes."""
        return self.part.text if self.written is None else self.written.text

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands in the minutes, paragraph by paragraph."""
        return tuple(line.strip() for line in self.text.split("\n") if line.strip())

    @property
    def is_outdated(self) -> bool:
        """Whether the steps behind a rewritten part have changed since it was rewritten."""
        return self.written is not None and (self.is_gone or self.written.of != self.part.mark)

    @property
    def revision(self) -> int:
        """By which the second of two who edit the part is told so."""
        return self.written.revision if self.written else 0


def assemble(setting: Setting, events: Sequence[Event], told: Told) -> tuple[Part, ...]:
    """The whole minutes as the steps make them, in the order of the sitting.

    :raises Refusal: at the first step that was not possible.
    """
    return parts(minutes_course.follow(setting, events), told)


def parts(course: Course, told: Told) -> tuple[Part, ...]:
    """The same of a course that was followed already."""
    state = course.state
    found = [_part(HEAD, minutes_head.head(course, told)), _part(AGENDA, minutes_head.agenda(course, told))]
    found.append(_part(POLLS, minutes_head.polls(state, told)))
    for number in course.considered:
        title = minutes_items.heading(state, told, number)
        found.append(Part(item_key(number), title, minutes_items.lines(course, told, number)))
    found += [_part(OPEN, minutes_items.left_open(state, told)), _part(CLOSING, minutes_head.closing(course, told))]
    return tuple(part for part in found if part.lines)


def item_key(question: int) -> str:
    """The key of the part of a question."""
    return f"item-{question}"


def shown(computed: Iterable[Part], written: Mapping[str, Written]) -> list[Shown]:
    """The parts with what was written instead of them; what was written of a part that is no more stays at the end."""
    found = [Shown(part, written.get(part.key)) for part in computed]
    there = {one.key for one in found}
    gone = [
        Shown(Part(key, TITLES.get(key, "Питання, якого вже немає"), ()), text, is_gone=True)
        for key, text in written.items()
        if key not in there
    ]
    return found + gone


def lacking(edition: Edition, state: State, told: Told) -> Refusal | None:
    """What the minutes must say and the sitting has not told (DR 6.28); nothing when they say it all."""
    entry = edition.get(CONTENT)
    labels = dict(zip(entry.values["required"], entry.values["labels"], strict=True)) if entry else {}
    missing = []
    if state.opened_at is None or not told.place.strip():
        missing.append(labels.get("date_time_place", "час і місце засідання"))
    if state.chair is None:
        missing.append(labels.get("chair_and_speakers", "головуючого"))
    if not told.questions and not state.items:
        missing.append(labels.get("agenda", "порядок денний"))
    if not missing:
        return None
    said = f"У протоколі має бути зазначено: {'; '.join(missing)}."
    return entry.refusal(said) if entry else Refusal("", said)


def signatory_roles(edition: Edition) -> tuple[str, ...]:
    """Who signs the minutes: roles of posts, «chair» for who presided (KR 4.45; DR 6.28)."""
    for key in (SIGNATORIES, CONTENT):
        if (entry := edition.get(key)) and "signatory_roles" in entry.values:
            return tuple(entry.values["signatory_roles"])
    return ("chair",)


def signing_clause(edition: Edition) -> str:
    """The clause that says who signs; empty where none does."""
    entry = edition.get(SIGNATORIES) or edition.get(CONTENT)
    return entry.clause if entry else ""


def _part(key: str, lines: tuple[str, ...]) -> Part:
    return Part(key, TITLES[key], lines)
