"""Each number, unit, direction, flag and sequence of limits, orders, numbers and keeping is changed: a case must fail."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from magistrat.rules import limits
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.keeping import COUNTED_FROM, Keep
from magistrat.rules.numbering import PERIODS, Pattern
from magistrat.rules.storage_term import UNTIL
from magistrat.rules.worked import Worked, keeps, numbers, says
from magistrat.rules.worked import limits as limited
from tests.cities.editions import FOLDERS, Folder, keeping_acts

KINDS = ("deadline", "limit", "order", "quorum_vote", "numbering", "retention")
ORDERED = ("sequence", "stages", "steps")


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
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
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


def with_changed(edition: Edition, entry: Entry, mutant: Entry) -> Edition:
    """The edition with one entry changed, of the others only those that speak of keeping."""
    entries = tuple(mutant if one is entry else one for one in edition.entries if one.keep or one is entry)
    return replace(edition, entries=entries, _by_id={mutant.id: mutant})


def fails(edition: Edition, examples: Worked, entry: Entry) -> bool:
    """Whether some case of this entry, or some destruction year, does not hold any more."""
    found = (
        limited.faults(edition, by_entry(examples.limits).get(entry.id, ())),
        numbers.faults(edition, by_entry(examples.numbers).get(entry.id, ())),
        says.faults(edition, by_entry(examples.says).get(entry.id, ())),
        keeps.faults(edition, examples.keeps, keeping_acts()) if entry.keep else iter(()),
    )
    return any(True for faults in found for _ in faults)


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_a_case_fails_for_each_change(folder: Folder) -> None:
    examples, edition = folder.worked(), folder.edition
    survivors = [
        f"{entry.file} {entry.id}: {change}"
        for entry in edition.entries
        for change, mutant in mutants(entry)
        if not fails(with_changed(edition, entry, mutant), examples, mutant)
    ]
    assert not survivors, "no case tells these changes apart:\n" + "\n".join(survivors)
