"""Data by which an edition is checked: which of its steps precede which, and which entries speak of one matter."""

import re
from dataclasses import dataclass

from magistrat.rules.form import Fields

# how the values of one matter are compared: they must be the same, have nothing in common, follow the same order,
# or be a single one
COMPARISONS = ("same", "apart", "order", "single")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_SAID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


@dataclass(frozen=True, slots=True)
class Link:
    """``first`` is over before ``then`` can be: keys of entries with terms.

    ``why`` is a Ukrainian clause of a sentence, ``by`` the key of the entry from which it follows. Between the two a
    ``route`` may be walked, each of its steps taking the term of one of ``paces``; ``gap`` is the key of a term that must
    at least pass; ``law`` is a law's key that gives the last day of ``then``, counted from the chain's event.
    """

    first: str
    then: str
    why: str
    by: str | None = None
    route: str | None = None
    paces: tuple[str, ...] = ()
    gap: str | None = None
    law: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """Every entry that the link names."""
        return tuple(key for key in (self.first, self.then, self.by, *self.paces, self.gap) if key)


@dataclass(frozen=True, slots=True)
class Chain:
    """Steps towards and after an event; all ``events`` happen on its day.

    ``on`` says the event in Ukrainian («засідання Виконавчого комітету відбудеться»); ``regular`` is the key of the entry
    that names its usual day.
    """

    key: str
    on: str
    events: tuple[str, ...]
    regular: str | None
    links: tuple[Link, ...]
    file: str


@dataclass(frozen=True, slots=True)
class Matter:
    """What several entries say of one matter; ``says`` are entries' keys with a field: ``mail_receiver.values.department``.

    Fields are ``term``, ``actor``, ``roles`` (of grants), ``steps`` (roles of a route in order) and ``values.NAME``; of lists
    ``only`` these items are compared. ``why`` is the end of a Ukrainian sentence that says where they part.
    """

    title: str
    says: tuple[str, ...]
    compare: str
    only: tuple[str, ...]
    why: str
    file: str


def read_chain(file: str, table: object) -> Chain:
    """Read a ``[[chain]]`` table.

    :raises FormError: naming file, chain, field and reason.
    """
    fields = Fields(file, "chain", table)
    key = fields.take("key", str)
    fields.entry = f"chain {key}"
    chain = Chain(
        key=key,
        on=fields.take("on", str),
        events=fields.texts("events"),
        regular=fields.optional("regular", str),
        links=tuple(_link(Fields(file, fields.entry, link)) for link in fields.tables("link")),
        file=file,
    )
    fields.done()
    if not chain.events:
        raise fields.error("events", "потрібна хоча б одна подія")
    return chain


def read_matter(file: str, table: object) -> Matter:
    """Read a ``[[matter]]`` table.

    :raises FormError: naming file, matter, field and reason.
    """
    fields = Fields(file, "matter", table)
    matter = Matter(
        title=fields.take("title", str),
        says=fields.texts("says"),
        compare=fields.choice("compare", COMPARISONS, "same"),
        only=fields.texts("only"),
        why=fields.take("why", str, ""),
        file=file,
    )
    fields.done()
    for said in matter.says:
        if not _SAID.fullmatch(said):
            raise fields.error("says", f"«{said}» не є ключем правила з полем через крапку")
    if len(matter.says) < 2 and matter.compare != "single":
        raise fields.error("says", "порівнюють щонайменше два правила")
    return matter


def _link(fields: Fields) -> Link:
    link = Link(
        first=fields.take("first", str),
        then=fields.take("then", str),
        why=fields.take("why", str),
        by=fields.optional("by", str),
        route=fields.optional("route", str),
        paces=fields.texts("paces"),
        gap=fields.optional("gap", str),
        law=fields.optional("law", str),
    )
    fields.done()
    for key in link.keys:
        if not _KEY.fullmatch(key):
            raise fields.error("link", f"«{key}» не є ключем (snake_case)")
    if bool(link.route) is not bool(link.paces):
        raise fields.error("route", "маршрут і темп його кроків (paces) називають разом")
    return link
