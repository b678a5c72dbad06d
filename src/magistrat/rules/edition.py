"""An edition of a city's regulation: its entries, terms and rights as frozen, typed objects."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from magistrat.rules import chains, keeping, toml, voting
from magistrat.rules import steps as routes_of_approval
from magistrat.rules import term as terms
from magistrat.rules.chains import Chain, Matter
from magistrat.rules.clause_marks import Annex
from magistrat.rules.form import Fields, FormError, freeze
from magistrat.rules.keeping import Keep
from magistrat.rules.numbering import Pattern
from magistrat.rules.refusal import Refusal
from magistrat.rules.steps import Step
from magistrat.rules.term import Term
from magistrat.rules.voting import Vote

KINDS = {
    "deadline": "строк",
    "limit": "обмеження",
    "condition": "умова",
    "permission": "повноваження",
    "order": "порядок",
    "field": "реквізит",
    "state": "стан документа",
    "report": "звітність",
    "retention": "зберігання",
    "prohibition": "заборона",
    "notification": "повідомлення",
    "numbering": "нумерація",
    "quorum_vote": "кворум і голосування",
    "form": "форма документа",
}
HEAD = "edition.toml"
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_RIGHT = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


@dataclass(frozen=True, slots=True)
class Grant:
    """By a clause, holders of these roles have the right; ``note`` is one Ukrainian sentence that says so."""

    right: str
    roles: frozenset[str]
    clause: str
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule of the regulation; see ``docs/how-to/write-a-rule.md`` for each field."""

    kind: str
    id: str
    clause: str
    key: str
    capability: str
    actor: tuple[str, ...]
    object: str
    meaning: str
    words: str
    soft: bool
    notes: tuple[str, ...]
    values: Mapping[str, Any]
    grants: tuple[Grant, ...]
    pattern: Pattern | None
    law: tuple[str, ...]
    term: Term | None
    routes: tuple[str, ...]
    steps: tuple[Step, ...]
    vote: Vote | None
    keep: Keep | None
    file: str

    def refusal(self, message: str = "") -> Refusal:
        """A refusal that names this clause; without a message the clause's meaning is said."""
        return Refusal(self.clause, message or self.meaning, self.words)


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
        annexes=tuple(_read_annex(Fields(HEAD, "annex", table)) for table in fields.tables("annex")),
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
    grants.extend(_read_right(file, table) for table in whole.tables("right"))
    whole.done()


def _read_annex(fields: Fields) -> Annex:
    annex = Annex(fields.take("number", str), fields.take("begins", str, ""), fields.take("title", str, ""))
    fields.done()
    return annex


def _read_right(file: str, table: Any) -> Grant:
    name = str(table.get("right", "right")) if isinstance(table, Mapping) else "right"
    fields = Fields(file, name, table)
    right, roles = _right_and_roles(fields)
    grant = Grant(right, roles, fields.take("clause", str), fields.take("words", str, ""), fields.take("note", str))
    fields.done()
    return grant


def _right_and_roles(fields: Fields) -> tuple[str, frozenset[str]]:
    right, roles = fields.take("right", str), fields.texts("roles")
    if not _RIGHT.fullmatch(right):
        raise fields.error("right", f"«{right}» не є назвою права (snake_case через крапку)")
    if not roles:
        raise fields.error("roles", "потрібна хоча б одна роль")
    for role in roles:
        if not _KEY.fullmatch(role):
            raise fields.error("roles", f"«{role}» не є ключем ролі (snake_case)")
    return right, frozenset(roles)


def read_entry(file: str, kind: str, table: Any) -> Entry:
    """The entry of a kind from its table, as it stands in a file.

    :raises FormError: naming file, entry, field and reason.
    """
    label = str(table.get("id") or kind) if isinstance(table, Mapping) else kind
    fields = Fields(file, label, table)
    own, clause, key = fields.take("id", str), fields.take("clause", str), fields.take("key", str)
    if not own.strip():
        raise fields.error("id", "номер правила не може бути порожнім")
    if not _KEY.fullmatch(key):
        raise fields.error("key", f"«{key}» не є ключем (snake_case)")
    meaning, words = fields.take("meaning", str), fields.take("words", str)
    routes, steps = routes_of_approval.read(fields)
    entry = Entry(
        kind=kind,
        id=own,
        clause=clause,
        key=key,
        capability=fields.take("capability", str),
        actor=fields.texts("actor"),
        object=fields.take("object", str, ""),
        meaning=meaning,
        words=words,
        soft=fields.take("soft", bool, False),
        notes=fields.texts("notes"),
        values=freeze(fields.take("values", dict, {})),
        grants=_grants(fields, clause, words, meaning),
        pattern=_pattern(fields),
        law=fields.texts("law"),
        term=terms.read(file, own, fields.take("term", dict)) if fields.has("term") else None,
        routes=routes,
        steps=steps,
        vote=voting.read(fields.table("vote")) if fields.has("vote") else None,
        keep=keeping.read(fields.table("keep")) if fields.has("keep") else None,
        file=file,
    )
    fields.done()
    return entry


def _grants(fields: Fields, clause: str, words: str, meaning: str) -> tuple[Grant, ...]:
    grants = []
    for table in fields.tables("grants"):
        inner = Fields(fields.file, fields.entry, table)
        right, roles = _right_and_roles(inner)
        inner.done()
        grants.append(Grant(right, roles, clause, words, meaning))
    return tuple(grants)


def _pattern(fields: Fields) -> Pattern | None:
    text = fields.optional("pattern", str)
    try:
        return None if text is None else Pattern(text)
    except ValueError as wrong:
        raise fields.error("pattern", str(wrong)) from None
