"""Terms of laws that entries refer to: a law may give a stricter last day than the clause."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from magistrat.rules import term as terms
from magistrat.rules import toml
from magistrat.rules.form import Fields, FormError
from magistrat.rules.term import Term


@dataclass(frozen=True, slots=True)
class Law:
    """One article's term; ``date`` is the act's own, ``since`` the day from which the article gives this term."""

    key: str
    act: str
    article: str
    date: date
    words: str
    since: date
    term: Term


def load(text: str, file: str = "laws.toml") -> Mapping[str, Law]:
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
    return MappingProxyType(laws)


def _read(file: str, table: object) -> Law:
    name = str(table.get("key", "law")) if isinstance(table, Mapping) else "law"
    fields = Fields(file, name, table)
    on = fields.take("date", date)
    law = Law(
        key=fields.take("key", str),
        act=fields.take("act", str),
        article=fields.take("article", str),
        date=on,
        words=fields.take("words", str, ""),
        since=fields.take("since", date, on),
        term=terms.read(file, name, fields.take("term", dict)),
    )
    fields.done()
    return law
