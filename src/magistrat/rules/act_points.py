"""A point of an act read from its printed words: who, what, by when, under which point (KR 6.3.4; DR 5.9)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from magistrat.rules import act_due, act_text
from magistrat.rules.act_text import Point

_CONTROL = re.compile(r"(?:загальний\s+)?(?:контроль|координаці[яю])\b", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;|\bта\b|\bі\b|\bй\b)\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]{2,80}\)")
_TYPED_ALIKE = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "–": "-", "—": "-", "\u00a0": " "})


@dataclass(frozen=True, slots=True)
class Known:
    """A way in which a post is named in acts, in any case: «начальнику управління освіти»."""

    words: str
    post: int


def point_of(label: str, words: str, names: Names, on: date) -> Point:
    """The point of these words under its label; terms are counted from the day."""
    words = words.strip().rstrip(".;:")
    is_control = bool(_CONTROL.match(words))
    executors, named = (names.within(words), "") if is_control else ((), "")
    if not is_control:
        executors, words = names.at_start(words)
    words, due = _without_due(words, on)
    return Point(
        label=label,
        text=words,
        executors=executors,
        named=named,
        due_on=due.on if due else None,
        due_words=due.words if due else "",
        repeats=due.repeats if due else "",
        repeat_day=due.day if due else None,
        is_control=is_control,
    )


def _without_due(words: str, on: date) -> tuple[str, act_due.Due | None]:
    """The first term that is said; one that stands at the very end is taken out of the words."""
    found = act_due.find(words, on)
    if not found:
        return words, None
    first, last = found[0], found[-1]
    if first is last and not words[last.end :].strip(" .") and last.start:
        words = words[: last.start].rstrip(" ,")
    return words, first.due


class Names:
    """Names of posts, the longest first: «начальнику відділу освіти» before «начальнику відділу»."""

    def __init__(self, known: Sequence[Known]) -> None:
        read = {_alike(one.words): one.post for one in known if one.words.strip()}
        self._posts = sorted(read.items(), key=lambda pair: -len(pair[0]))

    def at_start(self, words: str) -> tuple[tuple[int, ...], str]:
        """Who is named at the beginning, one after another, and the words that follow."""
        found: list[int] = []
        rest = words
        while (one := self._first(rest)) is not None:
            post, end = one
            found.append(post)
            rest = rest[end:]
            if brackets := _BRACKETS.match(rest):
                rest = rest[brackets.end() :]
            joined = _AND.match(rest)
            if joined is None or self._first(rest[joined.end() :]) is None:
                break
            rest = rest[joined.end() :]
        return tuple(dict.fromkeys(found)), rest.lstrip(" ,:-–") if found else words

    def within(self, words: str) -> tuple[int, ...]:
        """Who is named anywhere in the words."""
        plain, found = _alike(words), dict[int, int]()
        for name, post in self._posts:
            place = plain.find(name)
            if place >= 0 and post not in found:
                found[post] = place
                plain = plain[:place] + "\0" * len(name) + plain[place + len(name) :]
        return tuple(sorted(found, key=lambda post: found[post]))

    def _first(self, words: str) -> tuple[int, int] | None:
        plain = _alike(words)
        for name, post in self._posts:
            if plain.startswith(name) and not plain[len(name) : len(name) + 1].isalpha():
                return post, len(name)
        return None


def _alike(words: str) -> str:
    """The words as they are compared; each character keeps its place."""
    return words.translate(_TYPED_ALIKE).lower()


def nested(points: Sequence[Point]) -> tuple[Point, ...]:
    """Points under those whose label theirs begins with; labels are given anew by place."""
    made: list[tuple[tuple[str, ...], Point, list[int]]] = []
    roots: list[int] = []
    for point in points:
        path = tuple(point.label.split("."))[: act_text.MOST_DEPTH]
        above = next((place for place in reversed(range(len(made))) if _is_under(path, made[place][0])), None)
        (roots if above is None else made[above][2]).append(len(made))
        made.append((path, point, []))

    def build(place: int) -> Point:
        return dataclasses.replace(made[place][1], points=tuple(build(one) for one in made[place][2]))

    return act_text.numbered(build(place) for place in roots)


def _is_under(path: tuple[str, ...], above: tuple[str, ...]) -> bool:
    return len(path) > len(above) and path[: len(above)] == above
