"""The table of an entry as fields that a person fills in: each with its path, its name in words, its type and choices.

A path names the place of a value in the table: ``term.number``, ``grants.0.roles``, ``values.kinds``. What is left empty
is not in the table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from magistrat.rules import events, keeping, storage_term, term, voting
from magistrat.rules.city import WEEKDAY_KEYS
from magistrat.rules.field_names import CHOICES, GROUPS, LABELS
from magistrat.rules.steps import DEEDS, ROUTES
from magistrat.rules.value_names import VALUES
from magistrat.rules.words import UNITS, WEEKDAYS, sentence

# path of a group's field: type; a list of choices means one of them
TEXT, LONG, LINES, NUMBER, NUMBERS, FLAG, HOUR, CHOICE = (
    "text", "long", "lines", "number", "numbers", "flag", "hour", "choice",
)  # fmt: skip
Choices = tuple[tuple[str, str], ...]


def _named(keys: tuple[str, ...]) -> Choices:
    return tuple((key, CHOICES.get(key, key)) for key in keys)


_UNITS: Choices = tuple((key, UNITS[key][2]) for key in term.UNITS)
_EVENTS: Choices = tuple(sorted(((key, sentence(name)) for key, name in events.EVENTS.items()), key=lambda one: one[1]))
_TERM: Mapping[str, tuple[str, Choices]] = {
    "number": (NUMBER, ()), "unit": (CHOICE, _UNITS), "then_days": (NUMBER, ()),
    "direction": (CHOICE, _named(term.DIRECTIONS)), "event": (CHOICE, _EVENTS), "anchor": (CHOICE, _named(term.ANCHORS)),
    "clock": (HOUR, ()), "cutoff": (HOUR, ()), "day_of_month": (NUMBER, ()),
    "weekday": (CHOICE, tuple(zip(WEEKDAY_KEYS, WEEKDAYS, strict=True))), "week_of_month": (NUMBERS, ()),
    "fixed": (LINES, ()), "daily": (FLAG, ()), "shift": (CHOICE, (("false", "ні"), ("true", "так"))),
    "nonworking": (CHOICE, _named(term.MOVES)),
}  # fmt: skip
_VOTE: Mapping[str, tuple[str, Choices]] = {
    "body": (CHOICE, tuple(voting.BODIES.items())), "quorum": (TEXT, ()), "majority": (TEXT, ()),
    "of": (CHOICE, _named(voting.BASES)), "tie": (CHOICE, _named(voting.TIES)),
    "question": (CHOICE, tuple(voting.QUESTIONS.items())), "poll": (FLAG, ()), "instead_of_poll": (FLAG, ()),
    "recusal": (FLAG, ()), "admission": (FLAG, ()),
}  # fmt: skip
_KEEP: Mapping[str, tuple[str, Choices]] = {
    "term": (TEXT, ()), "counted_from": (CHOICE, _named(keeping.COUNTED_FROM)),
    "until": (CHOICE, _named(tuple(storage_term.UNTIL))), "place_role": (TEXT, ()),
    "expert_mark": (CHOICE, _named(tuple(storage_term.MARKS))), "where": (TEXT, ()),
}  # fmt: skip
_STEP: Mapping[str, tuple[str, Choices]] = {
    "place": (NUMBER, ()), "role": (TEXT, ()), "label": (TEXT, ()), "does": (CHOICE, tuple(DEEDS.items())),
    "limit": (TEXT, ()), "when": (LINES, ()), "unless": (LINES, ()), "parallel": (FLAG, ()), "outer": (FLAG, ()),
}  # fmt: skip
_GRANT: Mapping[str, tuple[str, Choices]] = {"right": (TEXT, ()), "roles": (LINES, ())}
_HEAD: Mapping[str, tuple[str, Choices]] = {
    "meaning": (LONG, ()), "words": (LONG, ()), "clause": (TEXT, ()), "soft": (FLAG, ()), "actor": (LINES, ()),
    "object": (TEXT, ()), "pattern": (TEXT, ()), "law": (LINES, ()), "notes": (LINES, ()),
}  # fmt: skip
_GROUPS = {"term": _TERM, "vote": _VOTE, "keep": _KEEP}
ROWS = {"steps": _STEP, "grants": _GRANT}
# Groups that an entry of the kind may be given even when it has none yet.
_OFFERED = {"deadline": ("term",), "limit": ("term",), "quorum_vote": ("vote",), "retention": ("keep",)}


@dataclass(frozen=True, slots=True)
class EntryField:
    """A value of an entry that may be changed; ``shown`` is what the form begins with."""

    path: str
    group: str
    label: str
    type: str
    shown: str
    choices: Choices = ()


def fields_of(kind: str, table: Mapping[str, Any]) -> tuple[EntryField, ...]:
    """The fields of an entry's table in the order of the form; rows of steps and rights have an empty one at their end."""
    return tuple(_fields(kind, table))


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
        return VALUES.get(".".join(parts[1:]), f"{LABELS['values']} «{'.'.join(parts[1:])}»")
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


def _fields(kind: str, table: Mapping[str, Any]) -> Iterator[EntryField]:
    if kind == "right":
        for name, type_ in (("note", LONG), ("roles", LINES), ("words", LONG)):
            yield _field(name, "grants", type_, table.get(name))
        return
    for name, (type_, choices) in _HEAD.items():
        if name in table or name in ("soft", "notes") or (name == "pattern" and kind == "numbering"):
            yield _field(name, "head", type_, table.get(name), choices)
    for group, schema in _GROUPS.items():
        if group in table or group in _OFFERED.get(kind, ()):
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
        if rows or (group == "grants" and kind == "permission"):
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
