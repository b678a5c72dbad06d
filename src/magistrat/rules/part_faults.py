"""What a right, a chain or a matter names that the edition does not have: said at once, beside its field."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from magistrat.rules import events
from magistrat.rules.checking import conflict
from magistrat.rules.edition import Edition
from magistrat.rules.places import CHAIN, MATTER, RIGHT

_TERMS = ("first", "then", "gap")


def faults(
    kind: str, table: Mapping[str, Any], edition: Edition, *, laws: Collection[str], roles: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Paths of the form's fields, each with the reason why its value cannot stand.

    :param laws: keys of the laws that are known; ``roles``: keys of the roles that a post may have.
    """
    if kind == RIGHT:
        unknown = [role for role in table.get("roles", ()) if role not in roles]
        yield from (("roles", f"ролі «{role}» немає") for role in unknown)
    if kind == CHAIN:
        yield from _of_chain(table, edition, laws)
    if kind == MATTER:
        for said in table.get("says", ()):
            key, _, field = said.partition(".")
            entry = edition.get(key)
            if entry is None:
                yield "says", f"правила з ключем «{key}» у редакції немає"
            elif field and conflict.value(entry, field) is None:
                yield "says", f"правило «{key}» про «{field}» нічого не каже"


def _of_chain(table: Mapping[str, Any], edition: Edition, laws: Collection[str]) -> Iterator[tuple[str, str]]:
    for event in table.get("events", ()):
        if event not in events.EVENTS:
            yield "events", f"події «{event}» не передбачено"
    if (regular := table.get("regular")) and edition.get(regular) is None:
        yield "regular", f"правила з ключем «{regular}» у редакції немає"
    for number, link in enumerate(table.get("link", ())):
        named = [(name, link.get(name)) for name in (*_TERMS, "by")] + [("paces", key) for key in link.get("paces", ())]
        for name, key in named:
            entry = edition.get(key) if key else None
            if key and entry is None:
                yield f"link.{number}.{name}", f"правила з ключем «{key}» у редакції немає"
            elif entry is not None and entry.term is None and name != "by":
                yield f"link.{number}.{name}", f"правило «{key}» не є строком"
        if (law := link.get("law")) and law not in laws:
            yield f"link.{number}.law", f"закону «{law}» у переліку немає"
