"""Grade *conflict*: entries of one matter say different things; the same standard is cited in different issues."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from magistrat.rules import words
from magistrat.rules.chains import Matter
from magistrat.rules.checking.form import Finding, Subject, cited, listed, named, of_entries
from magistrat.rules.clauses import base
from magistrat.rules.edition import Edition, Entry

_STANDARD = re.compile(r"(?<!\w)((?:ДСТУ\s+)?(?:EN\s+)?ISO(?:/IEC)?)\s*(\d{3,5})\s*:\s*(\d{4})")


def find(subject: Subject) -> Iterator[Finding]:
    """Each matter whose entries do not agree."""
    for matter in subject.edition.matters:
        yield from _matter(subject.edition, matter)
    yield from _standards(subject)


def value(entry: Entry, field: str) -> Any:
    """What an entry says in a field: ``term``, ``actor``, ``roles``, ``steps`` or ``values.NAME``; nothing when it is silent."""
    if field == "term":
        return entry.term
    if field == "actor":
        return frozenset(entry.actor)
    if field == "roles":
        return frozenset(role for grant in entry.grants for role in grant.roles)
    if field == "steps":
        return tuple(step.role for step in sorted(entry.steps, key=lambda step: step.place))
    first, *path = field.split(".")
    found: Any = entry.values if first == "values" and path else None
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _matter(edition: Edition, matter: Matter) -> Iterator[Finding]:
    sides = []
    for name in matter.says:
        key, _, field = name.partition(".")
        entry = edition.get(key)
        if entry is None or (its := value(entry, field)) is None:
            return  # this edition is silent: nothing to compare
        sides.append((entry, its))
    compared = [_items(its) for _, its in sides]
    if matter.only:
        compared = [tuple(item for item in items if item in matter.only) for items in compared]
    reason = _DISAGREE[matter.compare](compared)
    if reason:
        entries = [entry for entry, _ in sides]
        each = ". ".join(dict.fromkeys(map(named, entries)))
        why = f", {matter.why}" if matter.why else ""
        who = listed(map(cited, entries))
        yield of_entries("conflict", entries, (), f"{words.sentence(matter.title)}: {who} {reason}{why}. {each}.")


def _items(value: Any) -> tuple[Any, ...]:
    """What a value lists; a single one stands for a list of one."""
    items = value if isinstance(value, tuple | frozenset) else (value,)
    return tuple(repr(item) if isinstance(item, Mapping) else item for item in items)


def _same(values: list[tuple[Any, ...]]) -> str:
    return "" if all(set(its) == set(values[0]) for its in values) else "встановлюють різне"


def _apart(values: list[tuple[Any, ...]]) -> str:
    return "поширюються на те саме, але вирішують по-різному" if set(values[0]).intersection(*values[1:]) else ""


def _order(values: list[tuple[Any, ...]]) -> str:
    common = set(values[0]).intersection(*values[1:])
    orders = [[item for item in its if item in common] for its in values]
    return "" if all(order == orders[0] for order in orders) else "називають різну послідовність"


def _single(values: list[tuple[Any, ...]]) -> str:
    return "" if all(len(its) == 1 for its in values) else "суперечить сам собі"


_DISAGREE = {"same": _same, "apart": _apart, "order": _order, "single": _single}


def _standards(subject: Subject) -> Iterator[Finding]:
    issues: dict[str, dict[str, list[str]]] = {}
    for clause in subject.clauses:
        for match in _STANDARD.finditer(clause.text):
            issues.setdefault(match[2], {}).setdefault(match[3], []).append(clause.id)
    printed = {clause.id: clause.printed for clause in subject.clauses}
    for number, years in issues.items():
        if len(years) < 2:
            continue
        places = [own for found in years.values() for own in found]
        ids = [entry.id for entry in subject.edition.entries if base(entry.id) in places]
        each = listed(
            f"видання {year} року ({listed(words.clause(printed[own]) for own in found)})"
            for year, found in years.items()
        )
        yield Finding(
            "conflict",
            tuple(ids or places),
            tuple(dict.fromkeys(printed[own] for own in places)),
            (),
            f"Стандарт ISO {number} Регламент називає в різних виданнях: {each}.",
        )
