"""The OpenAPI description as the documentation page prints it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from magistrat.api import problems

PLACES = {"query": "у рядку запиту", "path": "в адресі", "header": "у заголовку"}
TYPES = {"integer": "ціле число", "string": "рядок", "boolean": "true або false", "array": "перелік", "null": "null"}
FORMATS = {"date": "день", "date-time": "момент", "binary": "файл"}


@dataclass(frozen=True)
class Field:
    """A parameter or a field of a body."""

    name: str
    kind: str
    is_required: bool
    place: str = ""
    note: str = ""
    shape: str = ""


@dataclass(frozen=True)
class Operation:
    """One thing that a program can ask."""

    method: str
    path: str
    summary: str
    parameters: Sequence[Field]
    body: str
    answers: Sequence[tuple[str, str]]


def groups(schema: Mapping[str, Any]) -> dict[str, list[Operation]]:
    """Operations by their tags, in the order in which they were written."""
    found: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, said in methods.items():
            found.setdefault((said.get("tags") or ["Інше"])[0], []).append(_operation(path, method, said))
    return found


def shapes(schema: Mapping[str, Any]) -> dict[str, list[Field]]:
    """Fields of every body and answer."""
    parts = schema["components"]["schemas"]
    return {name: list(_fields(parts[name])) for name in sorted(parts) if parts[name].get("properties")}


def troubles() -> list[tuple[int, str, str]]:
    """Statuses of troubles with their types and titles."""
    return [(status, f"urn:magistrat:problem:{kind}", title) for status, (kind, title) in problems.TITLES.items()]


def _operation(path: str, method: str, said: Mapping[str, Any]) -> Operation:
    parameters = [
        Field(one["name"], _kind(one["schema"])[0], bool(one.get("required")), PLACES.get(one["in"], one["in"]),
              one["schema"].get("description", one.get("description", "")))
        for one in said.get("parameters", [])
    ]  # fmt: skip
    content = said.get("requestBody", {}).get("content", {})
    body = next((_name(media, one["schema"]) for media, one in content.items()), "")
    answers = [(str(status), _answer(one)) for status, one in said["responses"].items() if int(status) < 300]
    return Operation(method.upper(), path, said.get("summary", ""), parameters, body, answers)


def _name(media: str, schema: Mapping[str, Any]) -> str:
    return _kind(schema)[1] or media


def _answer(said: Mapping[str, Any]) -> str:
    for media, one in said.get("content", {}).items():
        kind, shape = _kind(one.get("schema", {}))
        return shape or (kind if media == "application/json" else media)
    return ""


def _fields(part: Mapping[str, Any]) -> Iterator[Field]:
    wanted = set(part.get("required", ()))
    for name, said in part["properties"].items():
        kind, shape = _kind(said)
        yield Field(name, kind, name in wanted, note=said.get("description", ""), shape=shape)


def _kind(said: Mapping[str, Any]) -> tuple[str, str]:
    """The kind in words and the name of the shape, where it is one."""
    if "$ref" in said:
        name = said["$ref"].rpartition("/")[2]
        return name, name
    if "anyOf" in said:
        kinds = [_kind(one) for one in said["anyOf"]]
        return " або ".join(dict.fromkeys(kind for kind, _ in kinds)), next((shape for _, shape in kinds if shape), "")
    if said.get("type") == "array":
        kind, shape = _kind(said.get("items", {}))
        return f"перелік: {kind}", shape
    if "enum" in said or "const" in said:
        return ", ".join(f"«{one}»" for one in said.get("enum", [said.get("const")])), ""
    return FORMATS.get(said.get("format", ""), TYPES.get(str(said.get("type", "")), "будь-що")), ""
