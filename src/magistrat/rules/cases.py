"""Worked examples that lie beside an edition, and what is wrong with an edition that can still be read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from magistrat.rules import directions, terms, toml
from magistrat.rules.calendar import CalendarError, WorkCalendar
from magistrat.rules.checking import conflict
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.form import Fields
from magistrat.rules.law import Laws

FOLDER = "cases/"
# tables of the same files that `vote_cases` and `worked` read
OTHERS = ("vote", "limit", "route", "keep", "number", "says")


class Unlinked(NamedTuple):
    """An entry's ``key`` that a chain or a matter of ``file`` names and the edition lacks: nothing is compared with it.

    ``about`` says the chain or the matter in Ukrainian.
    """

    file: str
    about: str
    key: str

    def __str__(self) -> str:
        return f"{self.file}: «{self.about}»: правила «{self.key}» немає, тож із ним нічого не порівнюють"


@dataclass(frozen=True, slots=True)
class Case:
    """An example: by the entry ``id``, what happens at ``anchor`` must be done by ``due``, because ``why``.

    ``applies``: whether an exception of what came outside hours is for this arrival. ``beside``: what a deed a day before
    the due day and one a day after it is (`rules.directions`), a minute where it is a moment.
    """

    file: str
    id: str
    name: str
    anchor: date | datetime
    due: date | datetime
    why: str
    counted_from: date | None
    applies: bool | None
    beside: tuple[str, ...]


def load(texts: Mapping[str, str]) -> tuple[Case, ...]:
    """Read the cases among an edition's texts (their names begin with ``cases/``).

    :raises FormError: naming file, entry, field and reason.
    """
    return tuple(case for file in sorted(texts) if file.startswith(FOLDER) for case in _read_file(file, texts[file]))


def _read_file(file: str, text: str) -> Iterator[Case]:
    whole = Fields(file, "", toml.parse(text, file))
    tables = whole.tables("case")
    for others in OTHERS:
        whole.tables(others)
    whole.done()
    for table in tables:
        fields = Fields(file, str(table.get("id", "case")) if isinstance(table, Mapping) else "case", table)
        case = Case(
            file=file,
            id=fields.take("id", str),
            name=fields.take("name", str),
            anchor=_day_or_moment(fields, "anchor"),
            due=_day_or_moment(fields, "due"),
            why=fields.take("why", str),
            counted_from=fields.optional("counted_from", date),
            applies=fields.optional("applies", bool),
            beside=_beside(fields),
        )
        fields.done()
        yield case


def _beside(fields: Fields) -> tuple[str, ...]:
    beside = fields.texts("beside")
    known = tuple(dict.fromkeys(directions.OUTCOMES.values()))
    if beside and beside not in known:
        raise fields.error("beside", f"очікується пара з переліку: {'; '.join(map(', '.join, known))}")
    return beside


def _day_or_moment(fields: Fields, key: str) -> date | datetime:
    return fields.take(key, datetime) if fields.holds(key, datetime) else fields.take(key, date)


def faults(
    edition: Edition, cases: Iterable[Case], calendar: WorkCalendar, laws: Laws, regulation: str = ""
) -> list[str]:
    """What is wrong with an edition, each in one Ukrainian sentence: cases that do not hold, terms without a case,
    laws that are not there, words that the regulation (when given) does not have.
    """
    cases = list(cases)
    worked = {case.id for case in cases}
    found = [fault for case in cases if (fault := case_fault(edition, case, calendar))]
    said = " ".join(regulation.split())
    for entry in edition.entries:
        found.extend(_entry_faults(entry, laws, said))
        if entry.term is not None and entry.id not in worked:
            found.append(f"{entry.file}: {entry.id}: для строку немає прикладу")
    found.extend(_order_faults(edition, laws))
    return found


def _order_faults(edition: Edition, laws: Laws) -> Iterator[str]:
    """Chains and matters that name what the laws do not have, or a field in which an entry says nothing."""
    for chain in edition.chains:
        for law in {link.law for link in chain.links if link.law} - laws.keys():
            yield f"{chain.file}: chain {chain.key}: закону «{law}» немає в laws.toml"
    for matter in edition.matters:
        for name in matter.says:
            key, _, field = name.partition(".")
            entry = edition.get(key)
            if entry is not None and conflict.value(entry, field) is None:
                yield f"{matter.file}: matter «{matter.title}»: «{name}» нічого не каже"


def unlinked(edition: Edition) -> Iterator[Unlinked]:
    """What chains and matters name and the edition does not have, each key once for each of them.

    No fault: an edition may repeal an entry that its `checks.toml`, taken over from the edition before, still names.
    """
    for chain in edition.chains:
        keys = [key for link in chain.links for key in link.keys] + ([chain.regular] if chain.regular else [])
        for key in dict.fromkeys(keys):
            if edition.get(key) is None:
                yield Unlinked(chain.file, f"строки, коли {chain.on}", key)
    for matter in edition.matters:
        for key in dict.fromkeys(name.partition(".")[0] for name in matter.says):
            if edition.get(key) is None:
                yield Unlinked(matter.file, matter.title, key)


def entry_faults(edition: Edition, laws: Laws, regulation: str = "") -> Iterator[str]:
    """Faults of the entries alone, without cases and chains: laws that are not there, words that the regulation does not have.

    A draft may repeal an entry that a chain names: the chain's link is then not compared, and nothing stands in the way.
    """
    text = " ".join(regulation.split())
    for entry in edition.entries:
        yield from _entry_faults(entry, laws, text)


def case_fault(edition: Edition, case: Case, calendar: WorkCalendar) -> str:
    """Why the case does not hold, in one Ukrainian sentence; empty when it does."""
    place = f"{case.file}: {case.id}: «{case.name}»"
    entry = edition.by_id(case.id)
    if entry is None or entry.term is None:
        return f"{place}: такого строку немає"
    try:
        due = terms.due(entry.term, case.anchor, calendar)
    except CalendarError as unknown:
        return f"{place}: {unknown}"
    if due.due != case.due:
        return f"{place}: очікувано {case.due}, обчислено {due.due}"
    if case.counted_from not in (None, due.anchor_counted):
        return f"{place}: відлік очікувано від {case.counted_from}, ведеться від {due.anchor_counted}"
    if case.applies not in (None, due.applies):
        return f"{place}: виняток {'не ' if due.applies else ''}мав діяти на це надходження"
    if case.beside and case.beside != (found := directions.beside(entry.term, due.due)):
        return f"{place}: поряд зі строком очікувано {', '.join(case.beside)}, обчислено {', '.join(found)}"
    return ""


def _entry_faults(entry: Entry, laws: Laws, regulation: str) -> Iterator[str]:
    for key in entry.law:
        if key not in laws:
            yield f"{entry.file}: {entry.id}: закону «{key}» немає в laws.toml"
    if regulation and " ".join(entry.words.split()) not in regulation:
        yield f"{entry.file}: {entry.id}: таких слів у тексті регламенту немає"
