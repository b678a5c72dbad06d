"""Where entries, and the other parts of an edition that may be changed, stand in its texts."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from magistrat.rules import toml, words
from magistrat.rules.edition import HEAD
from magistrat.rules.entry import KINDS
from magistrat.rules.form import FormError

RIGHT, CHAIN, MATTER, ANNEX, TITLE = "right", "chain", "matter", "annex", "title"
# By which fields a part that has no number of its own is known.
KNOWN_BY = {RIGHT: ("right", "clause"), CHAIN: ("key",), MATTER: ("title",), ANNEX: ("number",), TITLE: ()}
_NAMES = {CHAIN: "порядок строків", MATTER: "справа", ANNEX: "додаток"}
_HEADER = re.compile(r"^\[\[([a-z_]+)\]\][ \t]*(?:#.*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry, or another part, stands: the file, its kind, the number among those of that kind, its table."""

    file: str
    kind: str
    number: int
    table: Mapping[str, Any]
    again: int = 0

    @property
    def id(self) -> str:
        """The entry's number; a right has its name and clause: ``document.file_away@7.3``, the second such one ``…@7.3@2``.

        Other parts have their kind and name: ``chain@committee_meeting``, ``annex@3``, ``title@``.
        """
        if self.kind not in KNOWN_BY:
            return str(self.table.get("id", ""))
        own = "@".join(str(self.table.get(name, "")) for name in KNOWN_BY[self.kind])
        own = own if self.kind == RIGHT else f"{self.kind}@{own}"
        return f"{own}@{self.again + 1}" if self.again else own


def places(texts: Mapping[str, str]) -> Iterator[Place]:
    """All entries and other parts of an edition's texts, file by file.

    :raises FormError: when a file is no TOML or an array of entries is none.
    """
    met: Counter[str] = Counter()
    for file in sorted(texts):
        if not file.endswith(".toml") or file.startswith("cases/"):
            continue
        tables = toml.parse(texts[file], file)
        if file == HEAD:
            yield Place(HEAD, TITLE, 0, {"title": tables.get("title", "")})
        for kind in (ANNEX,) if file == HEAD else (*KINDS, RIGHT, CHAIN, MATTER):
            rows = tables.get(kind, [])
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise FormError(file, kind, "", "очікується перелік таблиць")
            for number, table in enumerate(rows):
                found = Place(file, kind, number, table)
                yield replace(found, again=met[found.id]) if kind in KNOWN_BY else found
                met[found.id] += 1


def place(texts: Mapping[str, str], entry: str) -> Place | None:
    """Where the entry of an id stands; nothing when there is none."""
    return next((one for one in places(texts) if one.id == entry), None)


def in_words(own: str) -> str:
    """What a place's id names: «правило 8.12», «додаток 3», «право document.file_away (п. 7.3)»."""
    kind, at, name = own.partition("@")
    if not at:
        return f"правило {own}"
    if kind == TITLE:
        return "назва редакції"
    if kind in _NAMES:
        return f"{_NAMES[kind]} «{name}»" if kind == MATTER else f"{_NAMES[kind]} {name}"
    return f"право {kind} ({words.clause(name.partition('@')[0])})"


def span(text: str, where: Place) -> tuple[int, int]:
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
