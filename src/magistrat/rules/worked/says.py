"""What a clause says, read by hand a second time: numbers, sequences, keeping and laws that nothing computes with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from magistrat.rules import keeping
from magistrat.rules.edition import Edition
from magistrat.rules.form import Fields, freeze
from magistrat.rules.keeping import Keep
from magistrat.rules.worked import tables


@dataclass(frozen=True, slots=True)
class SaysCase:
    """An example: the entry ``id`` has these ``values``, this ``keep`` (but for ``where``, which is words) and these laws,
    because ``why``.
    """

    file: str
    id: str
    values: Mapping[str, Any]
    keep: Keep | None
    law: tuple[str, ...]
    why: str


def load(texts: Mapping[str, str]) -> tuple[SaysCase, ...]:
    """Read the tables ``[[says]]``.

    :raises FormError: naming file, entry, field and reason.
    """
    return tuple(_read(fields) for fields in tables.read(texts, "says"))


def _read(fields: Fields) -> SaysCase:
    case = SaysCase(
        file=fields.file,
        id=fields.take("id", str),
        values=freeze(fields.take("values", dict, {})),
        keep=keeping.read(fields.table("keep")) if fields.has("keep") else None,
        law=fields.texts("law"),
        why=fields.take("why", str),
    )
    fields.done()
    if not case.values and case.keep is None and not case.law:
        raise fields.error("values", "приклад не каже нічого")
    return case


def faults(edition: Edition, cases: Iterable[SaysCase]) -> Iterator[str]:
    """The cases that do not hold, each in one Ukrainian sentence."""
    for case in cases:
        entry = edition.by_id(case.id)
        if entry is None:
            yield f"{case.file}: {case.id}: такого правила немає"
            continue
        for name, value in case.values.items():
            if entry.values.get(name) != value or type(entry.values[name]) is not type(value):
                yield f"{case.file}: {case.id}: {name}: очікувано {value}, а в редакції {entry.values.get(name)}"
        if case.law and case.law != entry.law:
            yield f"{case.file}: {case.id}: law: очікувано {case.law}, а в редакції {entry.law}"
        if case.keep is not None and _typed(case.keep) != _typed(entry.keep):
            yield f"{case.file}: {case.id}: keep: очікувано інше, а в редакції {entry.keep}"


def _typed(keep: Keep | None) -> tuple[Any, ...] | None:
    return None if keep is None else (keep.term, keep.counted_from, keep.until, keep.place_role, keep.expert_mark)
