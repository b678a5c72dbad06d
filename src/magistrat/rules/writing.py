"""Writes an edition out as the texts that `edition.load` reads; read in again, it is equal entry by entry."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import time
from typing import Any

import tomli_w

from magistrat.rules import words
from magistrat.rules.chains import Chain, Link, Matter
from magistrat.rules.city import WEEKDAY_KEYS
from magistrat.rules.clause_marks import Annex
from magistrat.rules.edition import HEAD, KINDS, Edition, Entry, Grant
from magistrat.rules.keeping import Keep
from magistrat.rules.steps import Step
from magistrat.rules.storage_term import StorageTerm
from magistrat.rules.term import Term
from magistrat.rules.voting import Share, Vote

RIGHTS = "rights.toml"
_PLAIN = (
    "id",
    "clause",
    "key",
    "capability",
    "actor",
    "object",
    "meaning",
    "words",
    "soft",
    "notes",
    "values",
    "law",
    "routes",
)
_ALWAYS = ("id", "clause", "key", "capability", "actor", "meaning", "words")


def write(edition: Edition) -> dict[str, str]:
    """The texts of an edition by name: ``edition.toml``, and its entries and rights in the files they came from.

    Comments of the files and the order of entries within a file are not kept.
    """
    files: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for kind in KINDS:
        for entry in edition.entries:
            if entry.kind == kind:
                files.setdefault(entry.file, {}).setdefault(kind, []).append(entry_table(entry))
    if rights := _rights(edition):
        files.setdefault(RIGHTS, {})["right"] = rights
    for name, tables in (("chain", edition.chains), ("matter", edition.matters)):
        for table in tables:
            files.setdefault(table.file, {}).setdefault(name, []).append(check_table(table))
    return {HEAD: tomli_w.dumps(_head(edition))} | {
        file: tomli_w.dumps(tables) for file, tables in sorted(files.items())
    }


def _head(edition: Edition) -> dict[str, Any]:
    head = {
        name: getattr(edition, name) for name in ("city", "prefix", "title", "act", "in_force_from", "assumed", "note")
    }
    return head | ({"annex": [_table(annex) for annex in edition.annexes]} if edition.annexes else {})


def entry_table(entry: Entry) -> dict[str, Any]:
    """The table of an entry, as `edition.read_entry` reads it."""
    table = {name: _plain(getattr(entry, name)) for name in _PLAIN if name in _ALWAYS or getattr(entry, name)}
    if entry.pattern is not None:
        table["pattern"] = entry.pattern.text
    if entry.grants:
        table["grants"] = [_right(grant) for grant in entry.grants]
    if entry.term is not None:
        table["term"] = _term(entry.term)
    if entry.steps:
        table["steps"] = [_table(step) for step in entry.steps]
    return table | {
        name: _table(value) for name, value in (("vote", entry.vote), ("keep", entry.keep)) if value is not None
    }


def check_table(value: Chain | Matter) -> dict[str, Any]:
    """The table of a chain or a matter by which the edition is checked."""
    table = {name: said for name, said in _table(value).items() if name not in ("file", "links")}
    return table | ({"link": [_table(link) for link in value.links]} if isinstance(value, Chain) else {})


def _rights(edition: Edition) -> list[dict[str, Any]]:
    """The rights that have tables of their own: those that no entry grants."""
    of_entries = Counter(grant for entry in edition.entries for grant in entry.grants)
    own = Counter(edition.grants) - of_entries
    return [
        _right(grant) | {"clause": grant.clause, "words": grant.words, "note": grant.note} for grant in own.elements()
    ]


def _right(grant: Grant) -> dict[str, Any]:
    return {"right": grant.right, "roles": sorted(grant.roles)}


def _term(term: Term) -> dict[str, Any]:
    """The table of a term: what `term.read` would fill in by itself is left out."""
    table = _table(term)
    if term.weekday is not None:
        table["weekday"] = WEEKDAY_KEYS[term.weekday]
    if term.weeks_of_month:
        table["week_of_month"] = table.pop("weeks_of_month")
    if term.fixed:
        table["fixed"] = [f"{month:02}-{day:02}" for month, day in term.fixed]
    table["nonworking"] = term.nonworking
    return table


def _table(value: Term | Step | Vote | Keep | Annex | Chain | Link | Matter) -> dict[str, Any]:
    """The fields of a data form that differ from their defaults."""
    return {
        field.name: _plain(getattr(value, field.name))
        for field in fields(value)
        if getattr(value, field.name) is not None
        and (field.default is MISSING or getattr(value, field.name) != field.default)
    }


def _plain(value: Any) -> Any:
    """A value as TOML has it."""
    if isinstance(value, time):
        return words.clock(value)
    if isinstance(value, Share | StorageTerm):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value
