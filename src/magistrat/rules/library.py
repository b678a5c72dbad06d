"""The editions of one city: which of them is in force on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from magistrat.rules import words
from magistrat.rules.edition import Edition


def in_force(starts: Iterable[date], on: date) -> date | None:
    """The first day of the edition in force on a day, by the first days of all; none before the first of them."""
    return max((start for start in starts if start <= on), default=None)


def for_anchor(starts: Iterable[date], on: date) -> tuple[date, str]:
    """The first day of the edition by which an event is counted, and a Ukrainian remark when none was in force yet.

    :raises ValueError: when there are no editions.
    """
    starts = sorted(starts)
    start = in_force(starts, on)
    if start is not None:
        return start, ""
    return min(
        starts
    ), f"{words.day(on)} жодна редакція ще не діяла: обчислено за першою, чинною з {words.day(min(starts))}."


@dataclass(frozen=True, slots=True)
class Library:
    """Editions of one city in any order."""

    editions: tuple[Edition, ...]

    def on(self, on: date) -> Edition | None:
        """The edition in force on a day, none before the first."""
        start = in_force((edition.in_force_from for edition in self.editions), on)
        return None if start is None else self._starting(start)

    def for_anchor(self, on: date) -> tuple[Edition, str]:
        """The edition by which an event of a day is counted, with a remark when none was in force yet.

        :raises ValueError: when there are no editions.
        """
        start, remark = for_anchor((edition.in_force_from for edition in self.editions), on)
        return self._starting(start), remark

    def _starting(self, start: date) -> Edition:
        return next(edition for edition in self.editions if edition.in_force_from == start)
