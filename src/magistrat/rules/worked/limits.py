"""Numbers judged by hand: which a limit allows, of which it warns, which it refuses."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from magistrat.rules import limits
from magistrat.rules.edition import Edition
from magistrat.rules.form import Fields
from magistrat.rules.worked import tables


@dataclass(frozen=True, slots=True)
class LimitCase:
    """An example: by the entry ``id`` each number of ``unit`` has this outcome, because ``why``."""

    file: str
    id: str
    unit: str
    outcomes: tuple[tuple[int, str], ...]
    why: str


def load(texts: Mapping[str, str]) -> tuple[LimitCase, ...]:
    """Read the tables ``[[limit]]``.

    :raises FormError: naming file, entry, field and reason.
    """
    return tuple(_read(fields) for fields in tables.read(texts, "limit"))


def _read(fields: Fields) -> LimitCase:
    outcomes = [(given, outcome) for outcome in limits.OUTCOMES for given in fields.tables(outcome)]
    case = LimitCase(
        file=fields.file,
        id=fields.take("id", str),
        unit=fields.choice("unit", tuple(limits.UNITS)),
        outcomes=tuple(outcomes),
        why=fields.take("why", str),
    )
    fields.done()
    if not outcomes or not all(type(given) is int for given, _ in outcomes):
        raise fields.error("allowed", "потрібні цілі числа в allowed, warned чи refused")
    return case


def faults(edition: Edition, cases: Iterable[LimitCase]) -> Iterator[str]:
    """The cases that do not hold, each in one Ukrainian sentence."""
    for case in cases:
        entry = edition.by_id(case.id)
        if entry is None:
            yield f"{case.file}: {case.id}: такого обмеження немає"
            continue
        for given, outcome in case.outcomes:
            try:
                found = limits.judge(entry, given, case.unit).outcome
            except ValueError as wrong:
                found = str(wrong)
            if found != outcome:
                yield f"{case.file}: {case.id}: {given} {case.unit}: очікувано {outcome}, обчислено: {found}"
