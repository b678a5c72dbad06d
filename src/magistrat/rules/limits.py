"""Whether a number keeps to a limit of a clause: pages of a draft, copies, megabytes of attachments, persons in a reserve."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from magistrat.rules import words
from magistrat.rules.edition import Entry

ALLOWED, WARNED, REFUSED = OUTCOMES = ("allowed", "warned", "refused")
DIRECTIONS: Mapping[str, str] = MappingProxyType(
    {"at_most": "не більше ніж", "at_least": "не менше ніж", "exactly": "рівно", "more_than": "більше ніж"}
)
# names of values that say both the direction and the unit
_NAMED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "net_hours": ("exactly", "hours"),
        "hours_per_week": ("exactly", "hours"),
        "at_least_every_months": ("at_most", "months"),
        "meetings_per_month": ("at_least", "count"),
    }
)
# «як правило» is said of the usual day, not of how often
_FIRM = frozenset({"at_least_every_months", "meetings_per_month"})
# one, two to four, five
UNITS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "pages": ("сторінка", "сторінки", "сторінок"),
        "sheets": ("аркуш", "аркуші", "аркушів"),
        "copies": ("примірник", "примірники", "примірників"),
        "count": ("", "", ""),
        "percent": ("відсоток", "відсотки", "відсотків"),
        "megabytes": ("мегабайт", "мегабайти", "мегабайтів"),
        "millimetres": ("міліметр", "міліметри", "міліметрів"),
        "members": ("особа", "особи", "осіб"),
        **{
            unit: words.UNITS[unit] for unit in ("minutes", "hours", "calendar_days", "working_days", "months", "years")
        },
    }
)


@dataclass(frozen=True, slots=True)
class Bound:
    """A number that a limit sets: ``direction`` of `DIRECTIONS`, ``unit`` of `UNITS`; ``firm`` even where the clause is soft."""

    direction: str
    number: int
    unit: str
    firm: bool = False

    def holds(self, given: int | Fraction) -> bool:
        """Whether a number keeps to it."""
        return {
            "at_most": given <= self.number,
            "at_least": given >= self.number,
            "exactly": given == self.number,
            "more_than": given > self.number,
        }[self.direction]

    def in_words(self) -> str:
        """«не більше ніж 4 сторінки»."""
        return f"{DIRECTIONS[self.direction]} {self.number} {words.plural(self.number, *UNITS[self.unit])}".strip()


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer: ``outcome`` of `OUTCOMES`, the clause, and in Ukrainian what it demands (empty when allowed)."""

    outcome: str
    clause: str
    reason: str = ""

    @property
    def is_allowed(self) -> bool:
        return self.outcome == ALLOWED


def bounds(values: Mapping[str, Any]) -> tuple[Bound, ...]:
    """The numbers that an entry's values set; none when it is no limit of a number."""
    unit = str(values.get("unit", "count"))
    found = []
    for name, number in values.items():
        if type(number) is not int:
            continue
        if name in DIRECTIONS and unit in UNITS:
            found.append(Bound(name, number, unit))
        elif name in _NAMED:
            found.append(Bound(_NAMED[name][0], number, _NAMED[name][1], name in _FIRM))
    return tuple(found)


def number(entry: Entry) -> int:
    """The one number of a limit.

    :raises ValueError: when it has none or several.
    """
    (bound,) = bounds(entry.values)
    return bound.number


def judge(entry: Entry, given: int | Fraction, unit: str | None = None) -> Judged:
    """Judge a number by an entry; one that is beyond a limit «як правило» is only warned of.

    :param unit: the number's unit, for a limit of several units or to be sure of it.
    :raises ValueError: when the entry limits nothing of that unit.
    """
    fitting = [bound for bound in bounds(entry.values) if unit in (None, bound.unit)]
    if not fitting:
        raise ValueError(f"{entry.id}: пункт не обмежує такого числа ({unit or 'без одиниці'})")
    broken = next((bound for bound in fitting if not bound.holds(given)), None)
    if broken is None:
        return Judged(ALLOWED, entry.clause)
    outcome = WARNED if entry.soft and not broken.firm else REFUSED
    return Judged(outcome, entry.clause, f"має бути {broken.in_words()} ({words.clause(entry.clause)})")
