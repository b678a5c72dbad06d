"""What laws say of documents: terms, of which one may be stricter than the clause's, and the kinds that a law concerns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from magistrat.rules import term as terms
from magistrat.rules import toml
from magistrat.rules.form import Fields, FormError
from magistrat.rules.term import Term


@dataclass(frozen=True, slots=True)
class Wording:
    """What the article says from ``since`` and before ``until``."""

    since: date
    until: date
    words: str
    term: Term


@dataclass(frozen=True, slots=True)
class Law:
    """An article of a law, mostly with its term; ``dated`` is the day of the act.

    ``when_late`` says what the law asks of one who cannot keep the term; ``unless_stated``: a term that the paper itself
    names is used instead; ``extended_by``: the key of the article that says until when the term may be extended at most;
    ``kinds``: the kinds of documents that it concerns whatever the regulation says. An article that says something else
    of its kinds than a term has ``words`` and no wordings.
    """

    key: str
    act: str
    article: str
    dated: date
    wordings: tuple[Wording, ...]
    when_late: str = ""
    unless_stated: bool = False
    extended_by: str = ""
    kinds: tuple[str, ...] = ()
    words: str = ""

    def on(self, day: date) -> Wording | None:
        """The wording in force on a day."""
        return next((wording for wording in self.wordings if wording.since <= day < wording.until), None)


Laws = Mapping[str, Law]


def load(text: str, file: str = "laws.toml") -> Laws:
    """Read ``laws.toml``: the laws by key.

    :raises FormError: naming file, key, field and reason.
    """
    whole = Fields(file, "", toml.parse(text, file))
    laws: dict[str, Law] = {}
    for table in whole.tables("law"):
        law = _read(file, table)
        if law.key in laws:
            raise FormError(file, law.key, "key", "такий ключ уже є")
        laws[law.key] = law
    whole.done()
    for law in laws.values():
        if law.extended_by and law.extended_by not in laws:
            raise FormError(file, law.key, "extended_by", "такого закону немає")
    return MappingProxyType(laws)


def of(laws: Laws, keys: Iterable[str]) -> tuple[Law, ...]:
    """The laws that an entry refers to.

    :raises KeyError: for a key that no law has.
    """
    return tuple(laws[key] for key in keys)


def on_kind(laws: Laws, kind: str) -> tuple[Law, ...]:
    """The laws that concern documents of this kind whatever the regulation says (KR 8.12: "according to the legislation")."""
    return tuple(one for one in laws.values() if kind in one.kinds)


def _read(file: str, table: object) -> Law:
    name = str(table.get("key", "law")) if isinstance(table, Mapping) else "law"
    fields = Fields(file, name, table)
    key, dated = fields.take("key", str), fields.take("date", date)
    act, article = fields.take("act", str), fields.take("article", str)
    when_late, unless_stated = fields.take("when_late", str, ""), fields.take("unless_stated", bool, False)
    extended_by, kinds = fields.take("extended_by", str, ""), fields.texts("kinds")
    tables = fields.tables("wording")
    wordings = tuple(_wording(Fields(file, name, each), dated) for each in tables)
    if not wordings and (fields.has("term") or not kinds):
        # one wording for the act's whole life is written in the law's own table
        wordings = (_wording(fields, dated),)
    words = "" if wordings else fields.take("words", str)
    fields.done()
    for before, after in pairwise(wordings):
        if before.until > after.since:
            raise fields.error("wording", "дві редакції статті чинні водночас")
    return Law(key, act, article, dated, wordings, when_late, unless_stated, extended_by, kinds, words)


def _wording(fields: Fields, dated: date) -> Wording:
    wording = Wording(
        since=fields.take("since", date, dated),
        until=fields.take("until", date, date.max),
        words=fields.take("words", str, ""),
        term=terms.read(fields.file, fields.entry, fields.take("term", dict)),
    )
    fields.done()
    return wording
