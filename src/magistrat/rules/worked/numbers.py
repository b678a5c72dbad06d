"""Numbers worked out by hand: how one is written, and which comes after another."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from magistrat.rules import numbering
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.form import Fields
from magistrat.rules.numbering import Pattern
from magistrat.rules.worked import tables


@dataclass(frozen=True, slots=True)
class Given:
    """A number that was given already: on which day, in which series."""

    n: int
    on: date
    series: str | None


@dataclass(frozen=True, slots=True)
class NumberCase:
    """An example by the entry ``id``: how a number is ``written``, or which comes ``next`` after the ``given`` one."""

    file: str
    id: str
    why: str
    pattern: str | None
    n: int | None
    parts: Mapping[str, str]
    written: str | None
    given: Given | None
    series: str | None
    on: date | None
    convocations: tuple[date, ...]
    next: int | None


def load(texts: Mapping[str, str]) -> tuple[NumberCase, ...]:
    """Read the tables ``[[number]]``.

    :raises FormError: naming file, entry, field and reason.
    """
    return tuple(_read(fields) for fields in tables.read(texts, "number"))


def _read(fields: Fields) -> NumberCase:
    case = NumberCase(
        file=fields.file,
        id=fields.take("id", str),
        why=fields.take("why", str),
        pattern=fields.optional("pattern", str),
        n=fields.optional("n", int),
        parts=fields.take("parts", dict, {}),
        written=fields.optional("written", str),
        given=_given(fields.table("given")) if fields.has("given") else None,
        series=fields.optional("series", str),
        on=fields.optional("on", date),
        convocations=tuple(fields.tables("convocations")),
        next=fields.optional("next", int),
    )
    fields.done()
    if (case.written is None) is (case.next is None):
        raise fields.error("next", "потрібне або written, або next")
    if case.next is not None and case.on is None:
        raise fields.error("on", "потрібен день наступного номера")
    return case


def _given(fields: Fields) -> Given:
    given = Given(fields.take("n", int), fields.take("on", date), fields.optional("series", str))
    fields.done()
    return given


def faults(edition: Edition, cases: Iterable[NumberCase]) -> Iterator[str]:
    """The cases that do not hold, each in one Ukrainian sentence."""
    for case in cases:
        entry = edition.by_id(case.id)
        if entry is None:
            yield f"{case.file}: {case.id}: такої нумерації немає"
            continue
        try:
            found = _written(entry, case) if case.written is not None else str(_next(entry, case))
        except KeyError as lacking:
            yield f"{case.file}: {case.id}: немає значення {lacking}"
            continue
        except ValueError as wrong:
            yield f"{case.file}: {case.id}: {wrong}"
            continue
        if found != (case.written or str(case.next)):
            yield f"{case.file}: {case.id}: очікувано {case.written or case.next}, обчислено {found}"


def _written(entry: Entry, case: NumberCase) -> str:
    text = str(entry.values[case.pattern]) if case.pattern else entry.pattern.text if entry.pattern else ""
    if case.n is None:
        return text.format(**case.parts)
    pattern = Pattern(text)
    written = pattern.write(case.n, **case.parts)
    if pattern.read(written)["n"] != case.n:
        raise ValueError(f"номер «{written}» читається інакше, ніж написаний")
    return written


def _next(entry: Entry, case: NumberCase) -> int:
    series = entry.values.get("series", ())
    for named in (case.series, case.given.series if case.given else None):
        if named is not None and named not in series:
            raise ValueError(f"ряду «{named}» немає")
    given = case.given
    last = None if given is None or given.series != case.series else (given.n, given.on)
    if case.on is None:
        raise ValueError("не вказано дня")
    return numbering.following(
        entry.values["restart"], entry.values["first"], last, case.on, convocations=case.convocations
    )
