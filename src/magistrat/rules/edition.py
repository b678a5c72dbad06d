"""An edition of a city's regulation: its entries, terms and rights as frozen, typed objects."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from magistrat.rules import chains, toml
from magistrat.rules.chains import Chain, Matter
from magistrat.rules.clause_marks import Annex
from magistrat.rules.entry import KINDS, Entry, Grant, read_entry, read_right
from magistrat.rules.form import Fields, FormError
from magistrat.rules.refusal import Refusal
from magistrat.rules.term import Term

__all__ = ["HEAD", "KINDS", "Edition", "Entry", "Grant", "digest", "load", "natural", "read_annex", "read_entry"]

HEAD = "edition.toml"


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition with all its entries; a city that lacks a key has no such rule."""

    city: str
    prefix: str
    title: str
    act: str
    in_force_from: date
    assumed: bool
    note: str
    hash: str
    entries: tuple[Entry, ...]
    grants: tuple[Grant, ...]
    annexes: tuple[Annex, ...]
    chains: tuple[Chain, ...]
    matters: tuple[Matter, ...]
    _by_id: Mapping[str, Entry]
    _by_key: Mapping[str, Entry]

    def by_id(self, written: str) -> Entry | None:
        """The entry of an id, with or without the city's prefix (``KR-8.12``, ``8.12``)."""
        return self._by_id.get(written.removeprefix(f"{self.prefix}-"))

    def full_id(self, own: str) -> str:
        """The id as the clause-by-clause list has it, unique over the cities: ``8.12`` is ``KR-8.12``."""
        return f"{self.prefix}-{own}"

    def get(self, key: str) -> Entry | None:
        """The entry of a key, or nothing when the city has no such rule."""
        return self._by_key.get(key)

    def entry(self, key: str) -> Entry:
        """The entry of a key.

        :raises KeyError: when the city has no such rule.
        """
        return self._by_key[key]

    def term(self, key: str) -> Term:
        """The term of a key's entry.

        :raises KeyError: when the city has no such rule, or it is no term.
        """
        term = self._by_key[key].term
        if term is None:
            raise KeyError(f"{key}: не є строком")
        return term

    def rights(self) -> frozenset[str]:
        """Every right that some clause grants."""
        return frozenset(grant.right for grant in self.grants)

    def roles_with(self, right: str) -> frozenset[str]:
        """The roles that have a right; empty when no clause grants it."""
        return frozenset(role for grant in self.grants if grant.right == right for role in grant.roles)

    def may(self, right: str, roles: Collection[str]) -> Refusal | None:
        """Nothing when one of the roles has the right, else the refusal with the clause that says whose right it is."""
        granting = [grant for grant in self.grants if grant.right == right]
        if any(grant.roles.intersection(roles) for grant in granting):
            return None
        if not granting:
            return Refusal("", "Регламент нікому не надає такого права")
        clauses = ", ".join(dict.fromkeys(grant.clause for grant in granting))
        notes = " ".join(dict.fromkeys(grant.note for grant in granting))
        return Refusal(clauses, f"Ваша посада не має цього права. {notes}".strip(), granting[0].words)


def digest(texts: Mapping[str, str]) -> str:
    """SHA-256 over the names and texts of an edition, in order of names."""
    whole = hashlib.sha256()
    for name in sorted(texts):
        for part in (name, texts[name]):
            data = part.encode()
            whole.update(f"{len(data)}:".encode() + data)
    return whole.hexdigest()


def load(texts: Mapping[str, str]) -> Edition:
    """Read an edition from its texts by name: ``edition.toml`` and files of entries.

    Cases and the regulation's own text, when given, only enter the hash.

    :raises FormError: naming file, entry, field and reason.
    """
    if HEAD not in texts:
        raise FormError(HEAD, "", "", "такого тексту немає")
    entries: list[Entry] = []
    grants: list[Grant] = []
    order: list[Chain] = []
    matters: list[Matter] = []
    for file in sorted(texts):
        if file.endswith(".toml") and file != HEAD and not file.startswith("cases/"):
            whole = Fields(file, "", toml.parse(texts[file], file))
            order.extend(chains.read_chain(file, table) for table in whole.tables("chain"))
            matters.extend(chains.read_matter(file, table) for table in whole.tables("matter"))
            _read_file(file, whole, entries, grants)
    fields = Fields(HEAD, "", toml.parse(texts[HEAD], HEAD))
    edition = Edition(
        city=fields.take("city", str),
        prefix=fields.take("prefix", str),
        title=fields.take("title", str),
        act=fields.take("act", str),
        in_force_from=fields.take("in_force_from", date),
        assumed=fields.take("assumed", bool, False),
        note=fields.take("note", str, ""),
        hash=digest(texts),
        entries=tuple(sorted(entries, key=lambda entry: natural(entry.id))),
        grants=tuple(grants),
        annexes=tuple(read_annex(HEAD, table) for table in fields.tables("annex")),
        chains=tuple(order),
        matters=tuple(matters),
        _by_id=_index(entries, "id"),
        _by_key=_index(entries, "key"),
    )
    fields.done()
    return edition


def natural(written: str) -> list[tuple[int, int, str]]:
    """A key that sorts ids as people do: 8.9 before 8.12."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.findall(r"\d+|[^\d]+", written)]


def _index(entries: Iterable[Entry], name: str) -> Mapping[str, Entry]:
    index: dict[str, Entry] = {}
    for entry in entries:
        value = getattr(entry, name)
        if value in index:
            raise FormError(entry.file, entry.id, name, f"«{value}» уже є в {index[value].file}, {index[value].id}")
        index[value] = entry
    return MappingProxyType(index)


def _read_file(file: str, whole: Fields, entries: list[Entry], grants: list[Grant]) -> None:
    for kind in KINDS:
        for table in whole.tables(kind):
            entry = read_entry(file, kind, table)
            entries.append(entry)
            grants.extend(entry.grants)
    grants.extend(read_right(file, table) for table in whole.tables("right"))
    whole.done()


def read_annex(file: str, table: object) -> Annex:
    """Read an ``[[annex]]`` table.

    :raises FormError: naming file, field and reason.
    """
    fields = Fields(file, "annex", table)
    annex = Annex(fields.take("number", str), fields.take("begins", str, ""), fields.take("title", str, ""))
    fields.done()
    return annex
