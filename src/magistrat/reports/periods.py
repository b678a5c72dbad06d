"""Months, quarters, half-years and years by which reports compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

ROMAN = ("I", "II", "III", "IV")
MONTHS = (
    "січень", "лютий", "березень", "квітень", "травень", "червень",
    "липень", "серпень", "вересень", "жовтень", "листопад", "грудень",
)  # fmt: skip
LENGTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Period:
    """A calendar period: from its first day until (exclusive) the first day of the next.

    Written as `2026-05`, `2026-q2` or `2026`.
    """

    since: date
    until: date
    kind: str

    @property
    def key(self) -> str:
        """As it stands in an address."""
        if self.kind == "month":
            return f"{self.since:%Y-%m}"
        return f"{self.since.year}-q{(self.since.month + 2) // 3}" if self.kind == "quarter" else f"{self.since.year}"

    @property
    def name(self) -> str:
        """As a heading prints it: «травень 2026 року», «II квартал 2026 року»."""
        if self.kind == "month":
            return f"{MONTHS[self.since.month - 1]} {self.since.year} року"
        if self.kind == "quarter":
            return f"{ROMAN[(self.since.month - 1) // 3]} квартал {self.since.year} року"
        return f"{self.since.year} рік"

    @property
    def previous(self) -> Period:
        """The period of the same kind just before."""
        return _of(self.kind, self.since.year * 12 + self.since.month - 1 - LENGTHS[self.kind])

    @property
    def following(self) -> Period:
        """The period of the same kind just after."""
        return _of(self.kind, self.since.year * 12 + self.since.month - 1 + LENGTHS[self.kind])


def containing(on: date, kind: str) -> Period:
    """The period of the kind in which the day lies."""
    month = on.year * 12 + on.month - 1
    return _of(kind, month - (on.month - 1) % LENGTHS[kind])


def read(text: str) -> Period | None:
    """The period that the address names; nothing where it names none."""
    year, _, rest = text.partition("-")
    if not (len(year) == 4 and year.isdecimal() and int(year) > 0):
        return None
    first = int(year) * 12
    if not rest:
        return _of("year", first)
    if rest[:1] == "q" and rest[1:] in {"1", "2", "3", "4"}:
        return _of("quarter", first + (int(rest[1:]) - 1) * 3)
    if len(rest) == 2 and rest.isdecimal() and 1 <= int(rest) <= 12:
        return _of("month", first + int(rest) - 1)
    return None


def _of(kind: str, month: int) -> Period:
    return Period(_first(month), _first(month + LENGTHS[kind]), kind)


def _first(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
