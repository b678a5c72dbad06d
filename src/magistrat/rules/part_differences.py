"""What one edition says otherwise than another beside its entries: rights, title, annexes, what it is checked by."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from magistrat.rules import difference, entry_fields, words
from magistrat.rules.difference import ADDED, CHANGED, REPEALED, Difference, Said
from magistrat.rules.edition import Edition, Grant
from magistrat.rules.places import ANNEX, CHAIN, MATTER, RIGHT, TITLE
from magistrat.rules.writing import check_table

# Of a part: the clause it belongs to, what it is, its table.
_Part = tuple[str, str, Mapping[str, Any]]


def of_parts(old: Edition, new: Edition) -> Iterator[Difference]:
    """All differences of the parts, each with every value that is another one."""
    before, after = _parts(old), _parts(new)
    for key in dict.fromkeys([*after, *before]):
        was, now = before.get(key), after.get(key)
        clause, meaning, _ = now or was or ("", "", {})
        values = [_values(edition, key[0], part[2]) if part else {} for edition, part in ((old, was), (new, now))]
        said = tuple(
            Said(name, values[0].get(name, ""), values[1].get(name, ""))
            for name in dict.fromkeys([*values[1], *values[0]])
            if values[0].get(name) != values[1].get(name)
        )
        if said:
            kind = CHANGED if was and now else (ADDED if now else REPEALED)
            yield Difference(kind, "", clause, meaning, said)


def _parts(edition: Edition) -> dict[tuple[str, str, int], _Part]:
    """Parts by their kind, name and number among those of one name."""
    met: Counter[tuple[str, str]] = Counter()
    found: dict[tuple[str, str, int], _Part] = {}
    for kind, name, part in _listed(edition):
        found[kind, name, met[kind, name]] = part
        met[kind, name] += 1
    return found


def _listed(edition: Edition) -> Iterator[tuple[str, str, _Part]]:
    yield TITLE, "", ("", "Назва редакції", {"title": edition.title})
    for annex in edition.annexes:
        table = {"number": annex.number, "title": annex.title, "begins": annex.begins}
        yield ANNEX, annex.number, ("", f"Додаток {annex.number}", table)
    for grant in _own_rights(edition):
        own = {"right": grant.right, "note": grant.note, "roles": sorted(grant.roles), "words": grant.words}
        yield RIGHT, f"{grant.right}@{grant.clause}", (grant.clause, grant.note, own)
    for chain in edition.chains:
        yield CHAIN, chain.key, ("", f"Порядок строків, коли {chain.on}", check_table(chain))
    for matter in edition.matters:
        yield MATTER, matter.title, ("", f"Справа, про яку говорять кілька правил: {matter.title}", check_table(matter))


def _own_rights(edition: Edition) -> list[Grant]:
    """Rights that have tables of their own; those of entries are said with them."""
    of_entries = {id(grant) for entry in edition.entries for grant in entry.grants}
    return [grant for grant in edition.grants if id(grant) not in of_entries]


def _values(edition: Edition, kind: str, table: Mapping[str, Any]) -> dict[str, str]:
    plain = {name: value for name, value in table.items() if name != "link"}
    found = {
        _name(kind, field, plain): difference.in_words(field.shown, dict(field.choices))
        for field in entry_fields.fields_of(kind, plain)
        if field.shown
    }
    return found | dict(_links(edition, table.get("link", ())))


def _name(kind: str, field: entry_fields.EntryField, table: Mapping[str, Any]) -> str:
    return f"Право {table['right']}: ролі" if kind == RIGHT and field.path == "roles" else field.label


def _links(edition: Edition, links: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Each link by the two entries that it puts in order: another place among the links is no change."""
    for link in links:
        said = entry_fields.fields_of(CHAIN, {"link": [link]})
        values = (
            f"{field.label.lower()} — {difference.in_words(field.shown, dict(field.choices))}"
            for field in said
            if field.path.startswith("link.0.") and field.shown and field.path not in ("link.0.first", "link.0.then")
        )
        name = f"Ланка: {_cited(edition, link['first'])} → {_cited(edition, link['then'])}"
        yield name, words.sentence("; ".join(values))


def _cited(edition: Edition, key: str) -> str:
    """The clause of a key with the key, for two entries may stand in one clause."""
    entry = edition.get(key)
    return f"{words.clause(entry.clause)} ({key})" if entry else key
