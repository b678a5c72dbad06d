"""The table of an entry as fields that a person fills in: each with its path, its name in words, its type and choices.

A path names the place of a value in the table: ``term.number``, ``grants.0.roles``, ``values.kinds``. What is left empty
is not in the table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from magistrat.rules import events, value_names
from magistrat.rules.field_names import GROUPS, LABELS
from magistrat.rules.field_schemas import (
    CHOICE,
    FLAG,
    GROUPS_OF,
    HEAD,
    LINES,
    NAMES,
    NUMBER,
    NUMBERS,
    OFFERED,
    PARTS,
    ROWS,
    TEXT,
    Choices,
)  # fmt: skip
from magistrat.rules.places import CHAIN, KNOWN_BY
from magistrat.rules.steps import ROUTES


@dataclass(frozen=True, slots=True)
class EntryField:
    """A value of an entry that may be changed; ``shown`` is what the form begins with."""

    path: str
    group: str
    label: str
    type: str
    shown: str
    choices: Choices = ()

    @property
    def names(self) -> str:
        """What its value names: ``key`` of an entry, ``role``, ``event``, ``right``; empty for other values."""
        plain = ".".join(part for part in self.path.split(".") if not part.isdecimal())
        return NAMES.get(plain, "role" if plain.startswith("values.") and plain.endswith("roles") else "")


def fields_of(kind: str, table: Mapping[str, Any], *, is_new: bool = False) -> tuple[EntryField, ...]:
    """The fields of an entry's table in the order of the form; rows of steps and rights have an empty one at their end.

    :param is_new: of a part that is not there yet, with the fields by which it will be known.
    """
    return tuple(_fields(kind, table, is_new))


def groups(fields: tuple[EntryField, ...]) -> list[tuple[str, str, list[EntryField]]]:
    """The fields by their groups: key, name, fields."""
    found: dict[str, list[EntryField]] = {}
    for field in fields:
        found.setdefault(field.group, []).append(field)
    return [(key, _group_name(key), members) for key, members in found.items()]


def label(path: str) -> str:
    """A field's name in words; rows are numbered from one."""
    parts = path.split(".")
    if len(parts) == 3 and parts[0] in ROWS:
        return LABELS.get(f"{parts[0]}.{parts[2]}", parts[2])
    if parts[0] == "values":
        return value_names.in_words(".".join(parts[1:]))
    return LABELS.get(path, path)


def full_label(path: str) -> str:
    """A field's name with that of its group: «Крок 2: місце»."""
    parts = path.split(".")
    if len(parts) == 3 and parts[0] in ROWS:
        return f"{_group_name('.'.join(parts[:2]))}: {label(path).lower()}"
    return label(path)


def _group_name(key: str) -> str:
    name, _, number = key.partition(".")
    return f"{GROUPS[name]} {int(number) + 1}" if number else GROUPS[name]


def _fields(kind: str, table: Mapping[str, Any], is_new: bool) -> Iterator[EntryField]:
    if kind in PARTS:
        for name, (type_, choices) in PARTS[kind].items():
            if is_new or name not in KNOWN_BY[kind]:
                yield _part_field(kind, name, type_, table.get(name), choices)
        yield from _rows(kind, table)
        return
    for name, (type_, choices) in HEAD.items():
        if name in table or name in ("soft", "notes") or (name == "pattern" and kind == "numbering"):
            yield _field(name, "head", type_, table.get(name), choices)
    for group, schema in GROUPS_OF.items():
        if group in table or group in OFFERED.get(kind, ()):
            held = table.get(group, {})
            for name, (type_, choices) in schema.items():
                yield _field(f"{group}.{name}", group, type_, held.get(name), choices)
    if "routes" in table:
        yield _field("routes", "routes", LINES, table["routes"], tuple(ROUTES.items()))
    yield from _rows(kind, table)
    yield from _values(table.get("values", {}))


def _rows(kind: str, table: Mapping[str, Any]) -> Iterator[EntryField]:
    """Steps and rights, with an empty row for one more."""
    for group, schema in ROWS.items():
        rows = table.get(group, [])
        rows = [rows] if isinstance(rows, Mapping) else list(rows)
        if rows or (group == "grants" and kind == "permission") or (group == "link" and kind == CHAIN):
            rows.append({})
        for number, row in enumerate(rows):
            for name, (type_, choices) in schema.items():
                yield _field(f"{group}.{number}.{name}", f"{group}.{number}", type_, row.get(name), choices)


def _values(values: Mapping[str, Any]) -> Iterator[EntryField]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            for inner, said in value.items():
                yield _field(f"values.{name}.{inner}", "values", _type(said), said)
        else:
            yield _field(f"values.{name}", "values", _type(value), value)


def _part_field(kind: str, name: str, type_: str, value: Any, choices: Choices) -> EntryField:
    made = _field(name, kind, type_, value, choices)
    return replace(made, label=LABELS.get(f"{kind}.{name}", made.label))


def _field(path: str, group: str, type_: str, value: Any, choices: Choices = ()) -> EntryField:
    shown = _shown(value)
    if type_ == CHOICE and shown and shown not in dict(choices):
        choices = (*choices, (shown, shown))
    if path == "term.event" and isinstance(value, str) and value not in dict(choices):
        choices = (*choices, (value, events.name(value)))
    return EntryField(path, group, label(path), type_, shown, choices)


def _type(value: Any) -> str:
    if isinstance(value, bool):
        return FLAG
    if isinstance(value, int):
        return NUMBER
    if isinstance(value, list | tuple):
        return NUMBERS if value and all(isinstance(item, int) for item in value) else LINES
    return TEXT


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "\n".join(map(str, value))
    return str(value)
