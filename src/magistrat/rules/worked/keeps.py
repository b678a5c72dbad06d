"""Destruction years worked out by hand from a storage term and the year in which a file was closed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from magistrat.rules import destruction, storage_term
from magistrat.rules.destruction import NoCounting, Saying
from magistrat.rules.edition import Edition
from magistrat.rules.form import Fields
from magistrat.rules.worked import tables


@dataclass(frozen=True, slots=True)
class KeepCase:
    """An example: a file of this ``term`` closed in this year comes into an act not before ``year`` (none: never by itself)."""

    file: str
    term: str
    closed: int
    age: int | None
    year: int | None
    review: bool
    clause: str
    why: str


def load(texts: Mapping[str, str]) -> tuple[KeepCase, ...]:
    """Read the tables ``[[keep]]``.

    :raises FormError: naming file, case, field and reason.
    """
    return tuple(_read(fields) for fields in tables.read(texts, "keep"))


def _read(fields: Fields) -> KeepCase:
    case = KeepCase(
        file=fields.file,
        term=fields.take("term", str),
        closed=fields.take("closed", int),
        age=fields.optional("age", int),
        year=fields.optional("year", int),
        review=fields.take("review", bool, False),
        clause=fields.take("clause", str),
        why=fields.take("why", str),
    )
    fields.done()
    return case


def faults(edition: Edition, cases: Iterable[KeepCase], general: Iterable[Saying]) -> Iterator[str]:
    """The cases that do not hold, each in one Ukrainian sentence."""
    said = destruction.sayings(edition, general)
    for case in cases:
        place = f"{case.file}: «{case.term}», {case.closed}"
        try:
            found = destruction.earliest(storage_term.read(case.term), case.closed, said, age=case.age)
        except (NoCounting, ValueError) as wrong:
            yield f"{place}: {wrong}"
            continue
        if (found.year, found.expert_review, found.clause) != (case.year, case.review, case.clause):
            yield f"{place}: очікувано {case.year or 'жодного року'}, обчислено: {found.explanation}"
