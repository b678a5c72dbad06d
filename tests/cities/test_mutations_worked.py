"""Each number, hour and day of every entry, each unit, direction, flag and sequence of limits, orders, numbers and keeping
is changed: a case must fail.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from magistrat.rules import limits
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.keeping import COUNTED_FROM, Keep
from magistrat.rules.numbering import PERIODS, Pattern
from magistrat.rules.storage_term import UNTIL
from magistrat.rules.worked import Worked, keeps, numbers, says
from magistrat.rules.worked import limits as limited
from magistrat.rules.worked.keeps import KeepCase
from tests.cities.editions import FOLDERS, Folder, keeping_acts

HOUR = re.compile(r"(?<!\d)([01]\d|2[0-3]):([0-5]\d)(?!\d)")
DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
KINDS = ("deadline", "limit", "order", "quorum_vote", "numbering", "retention")
ORDERED = ("sequence", "stages", "steps")


def measures(entry: Entry) -> Iterator[tuple[str, dict[str, Any]]]:
    """Copies of an entry's values with a number, an hour or a day of the year changed, wherever it stands among them."""
    said = dict(entry.values)
    for name, value in said.items():
        yield from ((f"{name} as {other}", {**said, name: other}) for other in measured(value))


def measured(value: Any) -> Iterator[Any]:
    """The value with one of its numbers, hours or days of the year changed to those beside it."""
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, str):
        yield from beside(value)
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from ((*value[:at], other, *value[at + 1 :]) for other in measured(item))
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from ({**value, name: other} for other in measured(item))


def beside(text: str) -> Iterator[str]:
    """The text with one of its hours an hour earlier or later, or, when it is a day (month and day), another day or month."""
    for found in HOUR.finditer(text):
        for hour in ((int(found[1]) + by) % 24 for by in (1, -1)):
            yield f"{text[: found.start()]}{hour:02}:{found[2]}{text[found.end() :]}"
        yield f"{text[: found.start()]}{found[1]}:{(int(found[2]) + 1) % 60:02}{text[found.end() :]}"
    if found := DAY.fullmatch(text):
        yield from (f"{found[1]}-{int(found[2]) + by:02}" for by in (1, -1))
        yield from (f"{int(found[1]) + by:02}-{found[2]}" for by in (1, -1))


def values(entry: Entry) -> Iterator[tuple[str, dict[str, Any]]]:
    """Changed copies of an entry's values, each with what was changed."""
    said = dict(entry.values)
    for name, value in said.items():
        rest = {one: said[one] for one in said if one != name}
        yield from ((f"{name} as {other}", {**rest, name: other}) for other in others(name, value))
        if name == "series" or name.endswith("_pattern"):
            yield f"no {name}", rest
        if name in limits.DIRECTIONS:
            yield from ((f"{name}: {other}", {**rest, other: value}) for other in limits.DIRECTIONS if other != name)


def others(name: str, value: Any) -> Iterator[Any]:
    """What a value could be instead: a number beside it, the other answer, two stages swapped, another unit or period."""
    if isinstance(value, bool):
        yield not value
    elif name in ORDERED and isinstance(value, tuple):
        yield from ((*value[:at], value[at + 1], value[at], *value[at + 2 :]) for at in range(len(value) - 1))
    elif name in ("unit", "restart"):
        yield from (other for other in {"unit": tuple(limits.UNITS), "restart": PERIODS}[name] if other != value)


def keepings(keep: Keep) -> Iterator[Keep]:
    """Changed copies of what is said of keeping, but for ``where``, which is words."""
    if keep.term is not None and keep.term.years:
        yield from (replace(keep, term=replace(keep.term, years=keep.term.years + by)) for by in (1, -1))
    if keep.term is not None:
        yield replace(keep, term=None)
        yield replace(keep, term=replace(keep.term, mark=None if keep.term.mark else "ЕПК"))
    for name, instead in (
        ("counted_from", COUNTED_FROM),
        ("until", tuple(UNTIL)),
        ("expert_mark", ("ЕПК", "ЕК")),
        ("place_role", ("somebody",)),
    ):
        yield from (replace(keep, **{name: other}) for other in (*instead, None) if other != getattr(keep, name))


def patterns(pattern: Pattern) -> Iterator[Pattern]:
    """Changed copies of a pattern: wider counter, another sign between its parts."""
    yield Pattern(pattern.text.replace("{n", "№{n"))
    yield Pattern(pattern.text.replace("{n}", "{n:04d}") if "{n}" in pattern.text else "{n}")
    if pattern.names != ["n"]:
        yield Pattern(pattern.text.replace("}", "}/", 1))


def mutants(entry: Entry) -> Iterator[tuple[str, Entry]]:
    yield from ((change, replace(entry, values=one)) for change, one in measures(entry))
    if entry.kind in KINDS or limits.bounds(entry.values):
        yield from ((change, replace(entry, values=one)) for change, one in values(entry))
    if limits.bounds(entry.values) and entry.term is None:
        yield "soft", replace(entry, soft=not entry.soft)
    if entry.keep is not None:
        yield from ((str(one), replace(entry, keep=one)) for one in keepings(entry.keep))
    if entry.kind in KINDS and entry.term is None and entry.law:
        yield from ((f"without {key}", replace(entry, law=tuple(set(entry.law) - {key}))) for key in entry.law)
    if entry.pattern is not None:
        yield from ((one.text, replace(entry, pattern=one)) for one in patterns(entry.pattern))


def by_entry(cases: Iterable[Any]) -> Mapping[str, list[Any]]:
    found = defaultdict(list)
    for case in cases:
        found[case.id].append(case)
    return found


@dataclass(frozen=True)
class Examples:
    """The worked examples, each found by its entry."""

    limits: Mapping[str, list[Any]]
    numbers: Mapping[str, list[Any]]
    says: Mapping[str, list[Any]]
    keeps: tuple[KeepCase, ...]

    @classmethod
    def of(cls, worked: Worked) -> "Examples":
        return cls(by_entry(worked.limits), by_entry(worked.numbers), by_entry(worked.says), worked.keeps)


def with_changed(edition: Edition, entry: Entry, mutant: Entry) -> Edition:
    """The edition with one entry changed, of the others only those that speak of keeping, where this one does."""
    kept = [one for one in edition.entries if one.keep and one is not entry] if mutant.keep else []
    return replace(edition, entries=(mutant, *kept), _by_id={mutant.id: mutant})


def fails(edition: Edition, examples: Examples, entry: Entry) -> bool:
    """Whether some case of this entry, or some destruction year, does not hold any more."""
    found = (
        limited.faults(edition, examples.limits.get(entry.id, ())),
        numbers.faults(edition, examples.numbers.get(entry.id, ())),
        says.faults(edition, examples.says.get(entry.id, ())),
        keeps.faults(edition, examples.keeps, keeping_acts()) if entry.keep else iter(()),
    )
    return any(True for faults in found for _ in faults)


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_a_case_fails_for_each_change(folder: Folder) -> None:
    examples, edition = Examples.of(folder.worked()), folder.edition
    survivors = [
        f"{entry.file} {entry.id}: {change}"
        for entry in edition.entries
        for change, mutant in mutants(entry)
        if not fails(with_changed(edition, entry, mutant), examples, mutant)
    ]
    assert not survivors, "no case tells these changes apart:\n" + "\n".join(survivors)
