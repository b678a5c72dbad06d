"""One rule of a regulation, and the rights that its clause grants, as frozen, typed objects."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from magistrat.rules import keeping, voting
from magistrat.rules import steps as routes_of_approval
from magistrat.rules import term as terms
from magistrat.rules.form import Fields, freeze
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


def read_right(file: str, table: Any) -> Grant:
    """The right of a ``[[right]]`` table.

    :raises FormError: naming file, right, field and reason.
    """
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
