"""Changes the texts of an edition entry by entry: all else in the files, comments too, stays letter by letter."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import tomli_w

from magistrat.rules import chains, kinds, places, toml
from magistrat.rules.edition import HEAD, read_annex
from magistrat.rules.entry import read_entry, read_right
from magistrat.rules.form import FormError
from magistrat.rules.places import ANNEX, CHAIN, MATTER, RIGHT, TITLE, Place

REGULATION = "regulation.txt"
_TITLE = re.compile(r"^title\s*=.*$", re.MULTILINE)
_READERS: Mapping[str, Callable[[str, object], object]] = {
    RIGHT: read_right, ANNEX: read_annex, CHAIN: chains.read_chain, MATTER: chains.read_matter,
}  # fmt: skip


def checked(file: str, kind: str, table: Mapping[str, Any]) -> object:
    """The entry, or the other part, that a table makes, when it says what its kind must say.

    :raises FormError: naming the entry, the field and the reason.
    """
    if kind == TITLE:
        if not str(table.get("title", "")).strip():
            raise FormError(file, "", "title", "обов'язкове поле не заповнено")
        return table["title"]
    if kind in _READERS:
        return _READERS[kind](file, dict(table))
    found = read_entry(file, kind, dict(table))
    for name, fault in kinds.entry_faults(found):
        raise FormError(file, found.id, name, fault)
    return found


def replaced(texts: Mapping[str, str], where: Place, table: Mapping[str, Any]) -> dict[str, str]:
    """The texts with another table in an entry's place."""
    if where.kind == TITLE:
        return _titled(texts, str(table["title"]))
    tables = toml.parse(texts[where.file], where.file)
    tables[where.kind][where.number] = dict(table)
    start, end = places.span(texts[where.file], where)
    text = texts[where.file]
    return _put(texts, where.file, text[:start] + _written(where.kind, table) + text[end:], tables)


def removed(texts: Mapping[str, str], where: Place) -> dict[str, str]:
    """The texts without an entry."""
    tables = toml.parse(texts[where.file], where.file)
    del tables[where.kind][where.number]
    if not tables[where.kind]:
        del tables[where.kind]
    start, end = places.span(texts[where.file], where)
    text = texts[where.file]
    return _put(texts, where.file, text[:start] + text[end:].lstrip("\n"), tables)


def added(texts: Mapping[str, str], file: str, kind: str, table: Mapping[str, Any]) -> dict[str, str]:
    """The texts with one more entry at the end of a file, which may be a new one.

    :raises FormError: when the file's name is none of a file of entries.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*\.toml", file) or (file == HEAD) is not (kind == ANNEX):
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


def demand_words(texts: Mapping[str, str], table: Mapping[str, Any]) -> None:
    """Go on only when the words from which an entry follows stand in the regulation's own text, where there is one.

    :raises FormError: when they do not.
    """
    said = str(table.get("words", ""))
    if REGULATION in texts and said and not has_words(texts, said):
        raise FormError(REGULATION, str(table.get("id", "")), "words", "таких слів у тексті регламенту немає")


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


def _titled(texts: Mapping[str, str], title: str) -> dict[str, str]:
    """The texts with another title; the head's other lines stay where the title is one line."""
    said = {**toml.parse(texts[HEAD], HEAD), "title": title}
    line = tomli_w.dumps({"title": title}).strip()
    text = _TITLE.sub(lambda _: line, texts[HEAD], count=1)
    try:
        same = toml.parse(text, HEAD) == said
    except FormError:
        same = False
    return {**texts, HEAD: text} if same else headed(texts, title=title)


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


def _put(texts: Mapping[str, str], file: str, text: str, tables: dict[str, Any]) -> dict[str, str]:
    """The texts with this one, when it says exactly these tables; else the tables written anew."""
    try:
        same = toml.parse(text, file) == tables
    except FormError:
        same = False
    return {**texts, file: text if same else tomli_w.dumps(tables)}
