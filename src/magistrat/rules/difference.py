"""One difference of two editions: what was added, repealed or changed, and each value that it says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

ADDED, REPEALED, CHANGED = "added", "repealed", "changed"


@dataclass(frozen=True, slots=True)
class Said:
    """One value: its name and what it was and is, in words; nothing where there was or is none."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry (``id``) or another part (no id) that was added, repealed or changed; ``meaning`` as the newer one has it.

    Title, annexes, chains and matters belong to no clause.
    """

    kind: str
    id: str
    clause: str
    meaning: str
    said: tuple[Said, ...]


def in_words(shown: str, choices: Mapping[str, str]) -> str:
    """What a form's field shows, as a reader is told it."""
    if shown == "true":
        return "так"
    return ", ".join(choices.get(line, line) for line in shown.splitlines())
