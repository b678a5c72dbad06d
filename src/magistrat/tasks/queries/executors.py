"""Executors as a leader names them at the keyboard: initials through a comma, «*» marks the main one, «і» informs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from magistrat.organisation import queries as organisation
from magistrat.organisation.queries import Choice
from magistrat.tasks.draft import Assignee
from magistrat.tasks.models import Task

ALL = 5000
INFORMED = Task.Part.INFO
_INFORMED = re.compile(r"[іi] ", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """What was typed for one executor: his part and whom it may mean."""

    token: str
    part: str
    found: Sequence[Choice]

    @property
    def chosen(self) -> Choice | None:
        """The only one meant."""
        return self.found[0] if len(self.found) == 1 else None


def roster(on: date) -> list[Choice]:
    """All holders of posts on the day; two statements."""
    return organisation.suggest("", on, limit=ALL)


def read(line: str, known: Sequence[Choice]) -> list[Named]:
    """Whom a typed line names, in its order; the first not informed is main unless another bears «*» (KR 7.11; DR 10.17)."""
    tokens = [token.strip() for token in re.split(r"[,;\n]", line) if token.strip()]
    starred = next((place for place, token in enumerate(tokens) if token.startswith("*")), None)
    named: list[Named] = []
    for place, token in enumerate(tokens):
        bare = token.lstrip("*").strip()
        part = Task.Part.CO
        if _INFORMED.match(bare):
            bare, part = bare[2:].strip(), Task.Part.INFO
        elif place == starred or (starred is None and not any(one.part == Task.Part.MAIN for one in named)):
            part = Task.Part.MAIN
        named.append(Named(token, part, find(bare, known)))
    return named


def find(text: str, known: Sequence[Choice]) -> list[Choice]:
    """Whom these letters mean: a post's number («#12»), initials either way round, a surname's beginning, words of anything."""
    if re.fullmatch(r"#\d+", text):
        return [one for one in known if one.post_id == int(text[1:])]
    wanted = text.lower().replace(".", "").replace("’", "'").strip()
    if not wanted:
        return []
    for is_meant in (_by_initials, _by_surname, _by_words):
        if found := [one for one in known if is_meant(one, wanted)]:
            return found
    return []


def _by_initials(one: Choice, wanted: str) -> bool:
    return wanted in (one.initials, one.initials[-1:] + one.initials[:-1])


def _by_surname(one: Choice, wanted: str) -> bool:
    return len(wanted) > 1 and one.name.lower().startswith(wanted)


def _by_words(one: Choice, wanted: str) -> bool:
    whole = f"{one.name} {one.title} {one.department}".lower().split()
    return len(wanted) > 2 and all(any(part.startswith(word) for part in whole) for word in wanted.split())


def informed(named: Sequence[Named]) -> list[Named]:
    """The same with all of them only informed."""
    return [replace(one, part=INFORMED) for one in named]


def assignees(named: Sequence[Named]) -> tuple[Assignee, ...]:
    """The posts meant; those that mean nobody or several are left out."""
    return tuple(Assignee(one.chosen.post_id, one.part) for one in named if one.chosen)
