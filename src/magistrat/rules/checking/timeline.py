"""When each step of a chain may be done: its first and its last day for one day of the event."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from graphlib import CycleError, TopologicalSorter

from magistrat.rules import terms
from magistrat.rules.chains import Chain, Link
from magistrat.rules.checking.form import Subject
from magistrat.rules.directions import EARLIEST
from magistrat.rules.edition import Entry
from magistrat.rules.term import Term


@dataclass(frozen=True, slots=True)
class Window:
    """The days between which a step is done; ``because`` is the step that does not let it be done earlier."""

    entry: Entry
    first: date | None = None
    last: date | None = None
    because: Entry | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A link both of whose steps have a last day."""

    link: Link
    first: Entry
    then: Entry
    first_last: date
    then_last: date


class Circle(ValueError):
    """Steps that precede one another; ``keys`` of their entries."""

    def __init__(self, keys: Iterable[str]) -> None:
        super().__init__(keys)
        self.keys = tuple(dict.fromkeys(keys))


def links(subject: Subject, chain: Chain) -> list[Link]:
    """The links of which this edition has both ends."""
    return [link for link in chain.links if subject.edition.get(link.first) and subject.edition.get(link.then)]


def pairs(subject: Subject, chain: Chain) -> Iterator[Pair]:
    """The links whose two last days can be compared; none of a chain that is a circle (it is said as impossible)."""
    try:
        found = windows(subject, chain)
    except Circle:
        return
    for link in links(subject, chain):
        first, then = found[link.first], found[link.then]
        if first.last and then.last:
            yield Pair(link, first.entry, then.entry, first.last, then.last)


def windows(subject: Subject, chain: Chain) -> Mapping[str, Window]:
    """The window of each step of a chain by the entry's key, earlier steps first.

    A step counted from another event than the chain's is counted from the last day of what precedes it.

    :raises Circle: when steps precede one another.
    """
    own = links(subject, chain)
    graph: dict[str, list[str]] = {}
    for link in own:
        graph.setdefault(link.first, [])
        graph.setdefault(link.then, []).append(link.first)
    found: dict[str, Window] = {}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as circle:
        raise Circle(circle.args[1]) from None
    for key in order:
        before = [(link, found[link.first]) for link in own if link.then == key and link.first in found]
        found[key] = _window(subject, chain, subject.edition.entry(key), before)
    return found


def _window(subject: Subject, chain: Chain, entry: Entry, before: list[tuple[Link, Window]]) -> Window:
    window = Window(entry)
    if entry.term is not None and not entry.term.is_occurrence:
        if entry.term.event in chain.events:
            # what is counted from the event itself cannot be done before it
            window = _counted(subject, window, entry.term, subject.session)
            if window.first is None and entry.term.direction != "before":
                window = replace(window, first=subject.session)
        else:
            lasts = [earlier.last for _, earlier in before if earlier.last]
            if lasts:
                window = _counted(subject, window, entry.term, _late(subject, entry.term, max(lasts)))
    for link, earlier in before:
        first = _after_gap(subject, link, earlier.first)
        if first is not None and (window.first is None or first > window.first):
            window = replace(window, first=first, because=earlier.entry)
    return window


def _counted(subject: Subject, window: Window, term: Term, anchor: date | datetime) -> Window:
    end = day_of(terms.due(term, anchor, subject.calendar).due)
    return replace(window, first=end) if term.direction in EARLIEST else replace(window, last=end)


def _late(subject: Subject, term: Term, on: date) -> date | datetime:
    """The latest moment of a day at which what happened on it still arrives: the end of its working hours."""
    return (subject.calendar.closing(on) or on) if term.anchor == "arrival" else on


def _after_gap(subject: Subject, link: Link, first: date | None) -> date | None:
    entry = subject.edition.get(link.gap) if link.gap else None
    if first is None or entry is None or entry.term is None:
        return first
    return day_of(terms.due(entry.term, first, subject.calendar).due)


def day_of(end: date | datetime) -> date:
    """The day of an end."""
    return end.date() if isinstance(end, datetime) else end
