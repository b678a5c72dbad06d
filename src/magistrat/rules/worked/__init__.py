"""Examples worked out by hand for limits, routes, numbers, keeping and orders, and the entries that have none.

Terms have theirs in `rules.cases`, votes in `rules.vote_cases`; all lie in an edition's ``cases/*.toml``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from magistrat.rules.destruction import Saying
from magistrat.rules.edition import Edition
from magistrat.rules.vote_cases import VoteCase
from magistrat.rules.worked import coverage, keeps, limits, numbers, routes, says
from magistrat.rules.worked.keeps import KeepCase
from magistrat.rules.worked.limits import LimitCase
from magistrat.rules.worked.numbers import NumberCase
from magistrat.rules.worked.routes import RouteCase
from magistrat.rules.worked.says import SaysCase


@dataclass(frozen=True, slots=True)
class Worked:
    """The examples of an edition by their tables."""

    limits: tuple[LimitCase, ...] = ()
    routes: tuple[RouteCase, ...] = ()
    keeps: tuple[KeepCase, ...] = ()
    numbers: tuple[NumberCase, ...] = ()
    says: tuple[SaysCase, ...] = ()

    def __len__(self) -> int:
        return len(self.limits) + len(self.routes) + len(self.keeps) + len(self.numbers) + len(self.says)


def load(texts: Mapping[str, str]) -> Worked:
    """Read the examples among an edition's texts (their names begin with ``cases/``).

    :raises FormError: naming file, entry, field and reason.
    """
    return Worked(limits.load(texts), routes.load(texts), keeps.load(texts), numbers.load(texts), says.load(texts))


def faults(edition: Edition, worked: Worked, general: Iterable[Saying]) -> Iterator[str]:
    """The examples that do not hold, each in one Ukrainian sentence.

    :param general: what general acts say of keeping.
    """
    yield from limits.faults(edition, worked.limits)
    yield from routes.faults(edition, worked.routes)
    yield from keeps.faults(edition, worked.keeps, general)
    yield from numbers.faults(edition, worked.numbers)
    yield from says.faults(edition, worked.says)


def missing(edition: Edition, worked: Worked, votes: Iterable[VoteCase]) -> Iterator[str]:
    """The entries that must have an example and have none, each in one Ukrainian sentence."""
    return coverage.missing(
        edition, worked.limits, worked.routes, worked.numbers, worked.says, {case.clause for case in votes}
    )
