"""Changes the texts of an edition entry by entry: all else in the files, comments too, stays letter by letter."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import tomli_w

from magistrat.rules import kinds, toml
from magistrat.rules.edition import HEAD
from magistrat.rules.entry import KINDS, Entry, Grant, read_entry, read_right
from magistrat.rules.form import FormError

REGULATION = "regulation.txt"
RIGHT = "right"
_HEADER = re.compile(r"^\[\[([a-z_]+)\]\][ \t]*(?:#.*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry, or a right of its own table, stands: the file, its kind, the number among those of that kind, its table."""

    file: str
    kind: str
    number: int
    table: Mapping[str, Any]
    again: int = 0

    @property
    def id(self) -> str:
        """The entry's number; a right has its name and clause: ``document.file_away@7.3``, the second such one ``…@7.3@2``."""
        if self.kind == RIGHT:
            own = f"{self.table.get('right', '')}@{self.table.get('clause', '')}"
            return f"{own}@{self.again + 1}" if self.again else own
        return str(self.table.get("id", ""))


def places(texts: Mapping[str, str]) -> Iterator[Place]:
    """All entries and rights of an edition's texts, file by file.

    :raises FormError: when a file is no TOML or an array of entries is none.
    """
    met: Counter[str] = Counter()
    for file in sorted(texts):
        if not file.endswith(".toml") or file == HEAD or file.startswith("cases/"):
            continue
        tables = toml.parse(texts[file], file)
        for kind in (*KINDS, RIGHT):
            rows = tables.get(kind, [])
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise FormError(file, kind, "", "очікується перелік таблиць")
            for number, table in enumerate(rows):
                found = Place(file, kind, number, table)
                yield replace(found, again=met[found.id]) if kind == RIGHT else found
                met[found.id] += 1


def place(texts: Mapping[str, str], entry: str) -> Place | None:
    """Where the entry of an id stands; nothing when there is none."""
    return next((one for one in places(texts) if one.id == entry), None)


def checked(file: str, kind: str, table: Mapping[str, Any]) -> Entry | Grant:
    """The entry or the right that a table makes, when it says what its kind must say.

    :raises FormError: naming the entry, the field and the reason.
    """
    if kind == RIGHT:
        return read_right(file, dict(table))
    found = read_entry(file, kind, dict(table))
    for name, fault in kinds.entry_faults(found):
        raise FormError(file, found.id, name, fault)
    return found


def replaced(texts: Mapping[str, str], where: Place, table: Mapping[str, Any]) -> dict[str, str]:
    """The texts with another table in an entry's place."""
    tables = toml.parse(texts[where.file], where.file)
    tables[where.kind][where.number] = dict(table)
    start, end = _span(texts[where.file], where)
    text = texts[where.file]
    return _put(texts, where.file, text[:start] + _written(where.kind, table) + text[end:], tables)


def removed(texts: Mapping[str, str], where: Place) -> dict[str, str]:
    """The texts without an entry."""
    tables = toml.parse(texts[where.file], where.file)
    del tables[where.kind][where.number]
    if not tables[where.kind]:
        del tables[where.kind]
    start, end = _span(texts[where.file], where)
    text = texts[where.file]
    return _put(texts, where.file, text[:start] + text[end:].lstrip("\n"), tables)


def added(texts: Mapping[str, str], file: str, kind: str, table: Mapping[str, Any]) -> dict[str, str]:
    """The texts with one more entry at the end of a file, which may be a new one.

    :raises FormError: when the file's name is none of a file of entries.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*\.toml", file) or file == HEAD:
        raise FormError(file, "", "file", "назва файла правил: малі латинські літери, наприклад control.toml")
    text = texts.get(file, "")
    tables = toml.parse(text, file)
    tables.setdefault(kind, []).append(dict(table))
    gap = "\n" if text and not text.endswith("\n\n") else ""
    return _put(texts, file, text + gap + _written(kind, table), tables)


def reworded(texts: Mapping[str, str], old: str, new: str) -> dict[str, str] | None:
    """The texts with other words in the regulation's own text; nothing when the old ones do not stand there just once."""
    text = texts.get(REGULATION, "")
    found = _passages(text, old)
    if len(found) != 1:
        return None
    start, end = found[0]
    return {**texts, REGULATION: text[:start] + new + text[end:]}


def has_words(texts: Mapping[str, str], said: str) -> bool:
    """Whether the words stand in the regulation's own text."""
    return bool(_passages(texts.get(REGULATION, ""), said))


def paragraph_after(texts: Mapping[str, str], passage: str, paragraph: str) -> dict[str, str] | None:
    """The texts with a new paragraph after the one in which the passage stands; nothing when it does not stand just once."""
    text = texts.get(REGULATION, "")
    found = _passages(text, passage)
    if len(found) != 1:
        return None
    end = text.find("\n", found[0][1])
    end = len(text) if end < 0 else end
    return {**texts, REGULATION: f"{text[:end]}\n\n{paragraph.strip()}{text[end:]}"}


def headed(texts: Mapping[str, str], **said: Any) -> dict[str, str]:
    """The texts with other fields in the edition's head."""
    head = {**toml.parse(texts[HEAD], HEAD), **said}
    # tables stand after all else in TOML
    plain = {key: value for key, value in head.items() if not isinstance(value, list | dict)}
    return {**texts, HEAD: tomli_w.dumps({**plain, **{key: value for key, value in head.items() if key not in plain}})}


def written(kind: str, table: Mapping[str, Any]) -> str:
    """An entry as a text of its own, as it is kept with a change."""
    return tomli_w.dumps({kind: [dict(table)]})


def read(text: str) -> tuple[str, dict[str, Any]]:
    """The kind and table of an entry written by `written`."""
    [(kind, rows)] = toml.parse(text, "").items()
    return kind, rows[0]


def _passages(text: str, said: str) -> list[tuple[int, int]]:
    """Where the words stand, whatever the white space between them."""
    words = said.split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    return [found.span() for found in pattern.finditer(text)]


def _written(kind: str, table: Mapping[str, Any]) -> str:
    return written(kind, table)


def _span(text: str, where: Place) -> tuple[int, int]:
    """From the entry's header to its last line; comments before the next header belong to the next."""
    headers = list(_HEADER.finditer(text))
    own = [place for place, found in enumerate(headers) if found[1] == where.kind]
    if where.number >= len(own):
        return 0, 0
    place = own[where.number]
    end = headers[place + 1].start() if place + 1 < len(headers) else len(text)
    lines = text[headers[place].start() : end].splitlines(keepends=True)
    if place + 1 < len(headers):
        while len(lines) > 1 and (not lines[-1].strip() or lines[-1].startswith("#")):
            lines.pop()
    return headers[place].start(), headers[place].start() + len("".join(lines))


def _put(texts: Mapping[str, str], file: str, text: str, tables: dict[str, Any]) -> dict[str, str]:
    """The texts with this one, when it says exactly these tables; else the tables written anew."""
    try:
        same = toml.parse(text, file) == tables
    except FormError:
        same = False
    return {**texts, file: text if same else tomli_w.dumps(tables)}
