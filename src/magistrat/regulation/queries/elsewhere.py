"""Other cities' regulations, read from their files: public data, and the same code serves them."""

from __future__ import annotations

import logging
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from magistrat.regulation import folders
from magistrat.regulation.queries.browse import Shown, shown
from magistrat.rules import edition as rules
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.form import FormError

log = logging.getLogger(__name__)
HEAD = "edition.toml"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another city with its edition in force."""

    slug: str
    name: str
    rules: Edition


@dataclass(frozen=True, slots=True)
class Theirs:
    """What another city says of the same matter; `is_same` is empty where there is nothing to count or to vote."""

    city: str
    shown: Shown
    is_same: bool | None


@dataclass(frozen=True, slots=True)
class Pair:
    """One matter in two cities; one side is empty where only the other has it."""

    ours: Shown | None
    theirs: Shown | None
    is_same: bool | None = None


def neighbours(slug: str, on: date) -> list[Neighbour]:
    """The other cities of the installation with the edition in force on the day; no statement, files are read once."""
    found = []
    for city in sorted(settings.CITIES_DIR.glob("*/city.toml")):
        if city.parent.name != slug and (head := _in_force(city.parent, on)) is not None:
            made = _loaded(head.parent, _stamp(head.parent))
            if made is not None:
                found.append(Neighbour(city.parent.name, _name(city, city.stat().st_mtime_ns), made))
    return found


def same_matter(entry: Entry, others: list[Neighbour]) -> list[Theirs]:
    """What the other cities say under the same key."""
    pairs = ((other, theirs) for other in others if (theirs := other.rules.get(entry.key)) is not None)
    return [Theirs(other.name, shown(theirs, other.rules), is_same(entry, theirs)) for other, theirs in pairs]


def side_by_side(ours: Edition, other: Neighbour, *, capability: str = "") -> list[Pair]:
    """All matters of two cities: those of both in our order, then ours alone, then theirs alone."""
    both, alone = [], []
    for entry in ours.entries:
        if capability and entry.capability != capability:
            continue
        theirs = other.rules.get(entry.key)
        if theirs is None:
            alone.append(Pair(shown(entry, ours), None))
        else:
            both.append(Pair(shown(entry, ours), shown(theirs, other.rules), is_same(entry, theirs)))
    theirs_alone = (
        Pair(None, shown(entry, other.rules))
        for entry in other.rules.entries
        if ours.get(entry.key) is None and capability in ("", entry.capability)
    )
    return [*both, *alone, *theirs_alone]


def is_same(ours: Entry, theirs: Entry) -> bool | None:
    """Whether terms, votes, keeping, patterns, numbers and steps are the same; nothing where neither entry has any.

    Sentences are not compared: two cities say one thing in different words, and people see them side by side.
    """
    sides = [_measured(entry) for entry in (ours, theirs)]
    return sides[0] == sides[1] if any(map(any, sides)) else None


def _measured(entry: Entry) -> tuple[object, ...]:
    steps = tuple((step.label, step.does, step.when, step.unless) for step in entry.steps)
    numbers = {key: value for key, value in entry.values.items() if type(value) in (int, float)}
    return (entry.term, entry.vote, entry.keep, entry.pattern, steps, numbers)


def _in_force(folder: Path, on: date) -> Path | None:
    """The head of the edition in force; before the first one, the first."""
    heads = sorted(folder.glob(f"*/{HEAD}"))
    return max((head for head in heads if head.parent.name <= on.isoformat()), default=heads[0] if heads else None)


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    """When the files were last written: an edition that is being worked on is read anew."""
    return tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.toml")))


@lru_cache(maxsize=8)
def _loaded(folder: Path, stamp: tuple[tuple[str, int], ...]) -> Edition | None:
    try:
        return rules.load(folders.edition(folder))
    except FormError as wrong:
        log.warning("%s: %s", folder, wrong)
        return None


@lru_cache(maxsize=16)
def _name(city: Path, stamp: int) -> str:
    return str(tomllib.loads(city.read_text(encoding="utf-8")).get("name", city.parent.name))
