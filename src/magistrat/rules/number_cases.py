"""Limits and numbers of papers worked out by hand beside an edition, and which of them its entries do not hold to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from magistrat.rules import bounds, numbering, toml
from magistrat.rules.edition import Edition
from magistrat.rules.form import Fields, freeze


@dataclass(frozen=True, slots=True)
class LimitCase:
    """An example: by the entry ``id`` these counts keep within the limit and those do not."""

    file: str
    id: str
    fits: tuple[int, ...]
    breaks: tuple[int, ...]
    why: str


@dataclass(frozen=True, slots=True)
class NumberCase:
    """An example: by the entry ``id`` numbers of ``on`` begin with ``first`` on ``since`` (nothing: they never begin anew);
    with its pattern the number ``n`` with these parts is ``written`` so.
    """

    file: str
    id: str
    on: date
    since: date | None
    convocation: date | None
    first: int
    parts: Mapping[str, str]
    written: str | None
    why: str


def load(texts: Mapping[str, str]) -> tuple[LimitCase | NumberCase, ...]:
    """Read the limits and numbers among an edition's cases.

    :raises FormError: naming file, case, field and reason.
    """
    found: list[LimitCase | NumberCase] = []
    for file in sorted(texts):
        if file.startswith("cases/"):
            whole = Fields(file, "", toml.parse(texts[file], file))
            found.extend(_limit(_fields(file, table)) for table in whole.tables("limit"))
            found.extend(_number(_fields(file, table)) for table in whole.tables("number"))
    return tuple(found)


def _fields(file: str, table: Any) -> Fields:
    return Fields(file, str(table.get("id") or "case") if isinstance(table, Mapping) else "case", table)


def _limit(fields: Fields) -> LimitCase:
    case = LimitCase(
        fields.file, fields.take("id", str), _counts(fields, "fits"), _counts(fields, "breaks"), fields.take("why", str)
    )
    fields.done()
    return case


def _number(fields: Fields) -> NumberCase:
    case = NumberCase(
        file=fields.file,
        id=fields.take("id", str),
        on=fields.take("on", date),
        since=fields.optional("since", date),
        convocation=fields.optional("convocation", date),
        first=fields.take("first", int),
        parts=freeze(fields.take("parts", dict, {})),
        written=fields.optional("written", str),
        why=fields.take("why", str),
    )
    fields.done()
    return case


def _counts(fields: Fields, key: str) -> tuple[int, ...]:
    counts = fields.tables(key)
    if not counts or not all(type(count) is int for count in counts):
        raise fields.error(key, "очікується перелік цілих чисел")
    return tuple(counts)


def faults(edition: Edition, cases: Iterable[LimitCase | NumberCase]) -> Iterator[str]:
    """The cases that do not hold, each in one Ukrainian sentence."""
    for case in cases:
        fault = _limit_fault(edition, case) if isinstance(case, LimitCase) else _number_fault(edition, case)
        if fault:
            yield f"{case.file}: {case.id}: {fault}"


def _limit_fault(edition: Edition, case: LimitCase) -> str:
    entry = edition.by_id(case.id)
    bound = bounds.of(entry) if entry else None
    if bound is None:
        return "такого числового обмеження немає"
    wrong = [count for count in case.fits if not bound.fits(count)] + [
        count for count in case.breaks if bound.fits(count)
    ]
    return f"обмеження відповідає інакше для чисел: {', '.join(map(str, wrong))}" if wrong else ""


def _number_fault(edition: Edition, case: NumberCase) -> str:
    entry = edition.by_id(case.id)
    if entry is None or "restart" not in entry.values:
        return "такої нумерації немає"
    try:
        since = numbering.period_start(entry.values["restart"], case.on, case.convocation)
        written = entry.pattern.write(case.first, **case.parts) if entry.pattern else None
    except ValueError as wrong:
        return str(wrong)
    found = (since, entry.values.get("first"), written)
    return "" if found == (case.since, case.first, case.written) else f"очікувано інше, обчислено: {found}"
