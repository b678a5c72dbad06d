"""Each step of each route is taken away, moved, or said otherwise: a route worked out by hand must come out otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import pytest

from magistrat.rules import routing
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.steps import DEEDS, Step
from magistrat.rules.worked import routes
from magistrat.rules.worked.routes import RouteCase
from tests.cities.editions import FOLDERS, Folder


def said_otherwise(step: Step, another_limit: str) -> Iterator[Step]:
    """The step with one of its fields changed."""
    yield replace(step, role="somebody")
    yield replace(step, does=next(deed for deed in DEEDS if deed != step.does))
    yield replace(step, limit=None if step.limit else another_limit)
    yield replace(step, parallel=not step.parallel)
    yield replace(step, outer=not step.outer)
    for name in ("when", "unless"):
        flags = getattr(step, name)
        for flag in flags:
            yield replace(step, **{name: tuple(other for other in flags if other != flag)})
            yield replace(step, **{name: tuple("another" if other == flag else other for other in flags)})


def moves(step: Step, kind: str, edition: Edition) -> Iterator[list[tuple[Step, Step]]]:
    """The step moved, in the smallest route that has it: beside each neighbour, past it, and to a place of its own."""
    stages = routing.route(edition, kind, step.when[:1])
    places = [[stage.step for stage in side] for _, side in groupby(stages, key=lambda stage: stage.step.place)]
    at = next((at for at, side in enumerate(places) if any(one is step for one in side)), None)
    if at is None:
        return
    for beside in (at - 1, at + 1):
        if 0 <= beside < len(places):
            other = places[beside][0]
            beside_it = (step, replace(step, place=other.place))
            yield [beside_it]
            yield [beside_it, (other, replace(other, place=step.place))]
    if len(places[at]) > 1:
        yield [(step, replace(step, place=step.place + 1))]


def changed(edition: Edition, *changes: tuple[Step, Step | None]) -> Edition:
    """The edition with steps changed or (nothing) taken away."""
    after = {id(before): now for before, now in changes}
    return replace(edition, entries=tuple(_changed(entry, after) for entry in edition.entries))


def _changed(entry: Entry, after: Mapping[int, Step | None]) -> Entry:
    if not any(id(step) in after for step in entry.steps):
        return entry
    steps = (after.get(id(step), step) for step in entry.steps)
    return replace(entry, steps=tuple(step for step in steps if step is not None))


def tenfold(edition: Edition) -> Edition:
    """Only the entries with steps, the places times ten: room for a place between two others."""
    entries = tuple(
        replace(entry, steps=tuple(replace(step, place=step.place * 10) for step in entry.steps))
        for entry in edition.entries
        if entry.steps
    )
    return replace(edition, entries=entries)


def mutants(edition: Edition) -> Iterator[tuple[Entry, str, Edition]]:
    """Changed editions, each with the entry and what was changed."""
    limit = next(key for key, entry in edition._by_key.items() if entry.term)
    for entry in edition.entries:
        around = on_the_same_routes(edition, entry)
        for step in entry.steps:
            yield entry, f"no {step.role}", changed(around, (step, None))
            for other in said_otherwise(step, limit):
                yield entry, f"{step.role}: {other}", changed(around, (step, other))
            for kind in entry.routes:
                for pairs in moves(step, kind, around):
                    moved = ", ".join(f"{before.role} {before.place} -> {after.place}" for before, after in pairs)
                    yield entry, f"{kind}: {moved}", changed(around, *pairs)


def on_the_same_routes(edition: Edition, entry: Entry) -> Edition:
    """Only the entries whose steps may stand in a route with this one's: no other route changes with it."""
    kinds = set(entry.routes)
    return replace(edition, entries=tuple(one for one in edition.entries if kinds.intersection(one.routes)))


def speaking_of(entry: Entry, cases: Sequence[RouteCase]) -> list[RouteCase]:
    """The cases of the entry's routes, those first that speak of it: they fail first."""
    own = [case for case in cases if case.kind in entry.routes]
    return sorted(own, key=lambda case: not any(line.startswith(f"{entry.id} ") for line in case.whole))


def fails(edition: Edition, own: Sequence[RouteCase]) -> bool:
    """Whether some route comes out otherwise."""
    return any(True for _ in routes.faults(edition, own))


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_a_route_comes_out_otherwise_for_each_change(folder: Folder) -> None:
    cases, edition = folder.worked().routes, tenfold(folder.edition)
    own = {entry.id: speaking_of(entry, cases) for entry in edition.entries}
    survivors = [
        f"{entry.file} {entry.id}: {change}"
        for entry, change, mutant in mutants(edition)
        if not fails(mutant, own[entry.id])
    ]
    assert not survivors, "no route tells these changes apart:\n" + "\n".join(survivors)
