"""Reads what a person filled in for the fields of an entry."""

from collections.abc import Mapping
from typing import Any

from magistrat.rules import vocabulary
from magistrat.rules.entry_fields import EntryField, fields_of
from magistrat.rules.field_schemas import CHOICE, FLAG, LINES, LONG, NUMBER, NUMBERS, ROWS
from magistrat.rules.form import FormError


def amended(kind: str, table: Mapping[str, Any], given: Mapping[str, str], *, is_new: bool = False) -> dict[str, Any]:
    """The table with what was given for its fields; a field that was not given stays, an empty one is left out.

    :param is_new: of a part that is not there yet: the fields by which it will be known are given too.
    :raises FormError: naming the entry, the field's path and the reason.
    """
    made: dict[str, Any] = _copy(table)
    entry = str(table.get("id") or table.get("right") or table.get("key") or table.get("title", ""))
    for field in fields_of(kind, table, is_new=is_new):
        if field.path in given:
            _put(made, field.path, _read(entry, field, given[field.path]))
    for name in ROWS:
        rows = made.get(name)
        if isinstance(rows, dict):
            rows = [rows]
        if rows is not None:
            kept = [row for row in rows if row]
            made[name] = kept
            if not kept:
                del made[name]
    if "steps" not in made:
        made.pop("routes", None)
    for name in ("term", "vote", "keep", "values"):
        if made.get(name) == {}:
            del made[name]
    return made


def _read(entry: str, field: EntryField, text: str) -> Any:
    """The typed value of what was typed in; nothing when it is empty."""
    text = text.strip().replace("\r\n", "\n")
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if field.type == FLAG:
        return True if text in ("true", "on", "1") else (False if field.shown == "false" else None)
    if not text:
        return None
    if field.type == LINES:
        return lines
    if field.type == CHOICE:
        if text not in dict(field.choices):
            raise FormError("", entry, field.path, f"«{text}» не передбачено")
        return {"true": True, "false": False}.get(text, text)
    if field.type in (NUMBER, NUMBERS):
        words = [text] if field.type == NUMBER else text.replace(",", " ").split()
        if not all(word.removeprefix("-").isascii() and word.removeprefix("-").isdecimal() for word in words):
            raise FormError("", entry, field.path, f"очікується ціле число, а написано «{text}»")
        if any(len(word) > 9 for word in words):
            raise FormError("", entry, field.path, "число завелике")
        return int(text) if field.type == NUMBER else [int(word) for word in words]
    return text if field.type == LONG else " ".join(text.split())


def _put(table: dict[str, Any], path: str, value: Any) -> None:
    first, *rest = path.split(".")
    if not rest:
        if value is None:
            table.pop(first, None)
        else:
            table[first] = value
        return
    place: Any = table
    if first in ROWS:
        rows = table.setdefault(first, [])
        if isinstance(rows, dict):
            rows = table[first] = [rows]
        number = int(rest.pop(0))
        while len(rows) <= number:
            rows.append({})
        place = rows[number]
    else:
        place = table.setdefault(first, {})
    for step in rest[:-1]:
        place = place.setdefault(step, {})
    if value is None:
        place.pop(rest[-1], None)
    else:
        place[rest[-1]] = value


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list | tuple) else value


def value_of(entry: str, name: str, text: str) -> Any:
    """A value of a name of the vocabulary, as typed in: a text, lines, a number, «так» or «ні».

    :raises FormError: for a name that is not in the vocabulary, or a value that is not of its type.
    """
    path = f"values.{name}"
    if name not in vocabulary.NAMES:
        raise FormError("", entry, path, vocabulary.fault(name, ""))
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    one = " ".join(lines)
    tries: list[Any] = [one, lines]
    if one.lower() in ("так", "ні"):
        tries.insert(0, one.lower() == "так")
    if one.isascii() and one.isdecimal() and len(one) < 10:
        tries.insert(0, int(one))
    for value in tries:
        frozen = tuple(value) if isinstance(value, list) else value
        if not vocabulary.fault(name, frozen):
            return value
    raise FormError("", entry, path, vocabulary.fault(name, one))
