"""What one edition says otherwise than another, clause by clause and value by value, in words."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from magistrat.rules import difference, entry_fields, events, part_differences, term, words
from magistrat.rules.difference import ADDED, CHANGED, REPEALED, Difference, Said
from magistrat.rules.edition import Edition, Entry, natural
from magistrat.rules.steps import DEEDS, Step
from magistrat.rules.writing import entry_table

__all__ = ["ADDED", "CHANGED", "REPEALED", "Difference", "Said", "by_clause", "differences", "in_words", "of_entry"]
# Said together by the length of the term.
_LENGTH = ("number", "unit", "then_days", "day_of_month", "weekday", "week_of_month", "fixed", "daily", "clock")


def differences(old: Edition, new: Edition) -> tuple[Difference, ...]:
    """All differences in the order of clauses."""
    found = [*_of_entries(old, new), *part_differences.of_parts(old, new)]
    return tuple(sorted(found, key=lambda one: (natural(one.clause), natural(one.id))))


def by_clause(found: Iterable[Difference]) -> list[tuple[str, list[Difference]]]:
    """The differences of each clause together."""
    return [(clause, list(members)) for clause, members in groupby(found, key=lambda one: one.clause)]


def of_entry(old: Entry | None, new: Entry | None) -> tuple[Said, ...]:
    """What was changed in an entry; all that it says when it is new or gone."""
    before, after = (_values(entry) if entry else {} for entry in (old, new))
    names = list(dict.fromkeys([*after, *before]))
    return tuple(
        Said(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    )


def in_words(one: Difference) -> list[str]:
    """The difference as lines of a text."""
    verb = {ADDED: "додано", REPEALED: "вилучено", CHANGED: "змінено"}[one.kind]
    place = f"{words.sentence(words.clause(one.clause))} — " if one.clause else ""
    head = words.sentence(f"{place}{verb}: {one.meaning}")
    return [head, *(f"    {said.name}: {said.old or '—'} → {said.new or '—'}" for said in one.said)]


def _of_entries(old: Edition, new: Edition) -> Iterator[Difference]:
    before, after = ({entry.id: entry for entry in edition.entries} for edition in (old, new))
    for key, entry in after.items():
        was = before.get(key)
        said = of_entry(was, entry)
        if was is None:
            yield Difference(ADDED, key, entry.clause, entry.meaning, said)
        elif said:
            yield Difference(CHANGED, key, entry.clause, entry.meaning, said)
    for key, entry in before.items():
        if key not in after:
            yield Difference(REPEALED, key, entry.clause, entry.meaning, of_entry(entry, None))


def _values(entry: Entry) -> dict[str, str]:
    """All that an entry says, by names, in words; where it lies and how it was understood are not the regulation's."""
    found: dict[str, str] = {}
    if entry.term is not None:
        found["Строк"] = term.length(entry.term)
        found["Подія"] = events.name(entry.term.event)
    table = {key: value for key, value in entry_table(entry).items() if key not in ("notes", "id", "steps", "grants")}
    for field in entry_fields.fields_of(entry.kind, table):
        name = field.path.removeprefix("term.")
        if field.path.startswith("term.") and (name in _LENGTH or name == "event"):
            continue
        if field.shown and field.shown != "false":
            found[entry_fields.full_label(field.path)] = difference.in_words(field.shown, dict(field.choices))
    found["Вид правила"] = entry.kind
    found["Ключ"] = entry.key
    found |= _steps(entry.steps)
    for grant in entry.grants:
        found[f"Право {grant.right}: ролі"] = ", ".join(sorted(grant.roles))
    return {name: said for name, said in found.items() if said}


def _steps(steps: Iterable[Step]) -> dict[str, str]:
    """Each step by who does what: another order or condition is a change of it, not of all that follow."""
    found: dict[str, str] = {}
    for step in steps:
        name = base = f"{words.sentence(step.label)} — {DEEDS[step.does]}"
        number = 1
        while name in found:
            number += 1
            name = f"{base} ({number})"
        found[name] = "; ".join(_of_step(step))
    return found


def _of_step(step: Step) -> Iterator[str]:
    yield f"місце {step.place}"
    shown: tuple[tuple[str, Any], ...] = (
        ("якщо", ", ".join(step.when)),
        ("крім", ", ".join(step.unless)),
        ("час за правилом", step.limit or ""),
        ("роль", step.role),
    )
    yield from (f"{name} {value}" for name, value in shown if value)
    if step.parallel:
        yield "одночасно з іншими"
    if step.outer:
        yield "поза міською радою"
