"""Examines an edition of a regulation: what in it cannot be done, is done in the wrong order, or contradicts itself."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from magistrat.rules import terms
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.checking import conflict, dangling, double, impossible, nobody, reversal, tight, timeline, unlawful
from magistrat.rules.checking.form import GRADES, Finding, Subject
from magistrat.rules.edition import Edition

__all__ = ["GRADES", "Finding", "Subject", "check", "next_session", "nobody"]

# nobody is asked apart: it needs to know who holds which post
_BY_GRADE: Mapping[str, Callable[[Subject], Iterator[Finding]]] = MappingProxyType(
    {
        "impossible": impossible.find,
        "reversed": reversal.find,
        "tight": tight.find,
        "dangling": dangling.find,
        "double": double.find,
        "conflict": conflict.find,
        "unlawful": unlawful.find,
    }
)


def check(subject: Subject, grades: Collection[str] = frozenset(GRADES)) -> tuple[Finding, ...]:
    """All findings of these grades that need no database, by grade and then in the order of the regulation's data."""
    return tuple(finding for grade, find in _BY_GRADE.items() if grade in grades for finding in find(subject))


def next_session(edition: Edition, today: date, calendar: WorkCalendar) -> date | None:
    """The next regular day of the first chain that has one, later than today; none where no clause names such a day."""
    for chain in edition.chains:
        entry = edition.get(chain.regular) if chain.regular else None
        if entry is not None and entry.term is not None and entry.term.is_occurrence:
            return timeline.day_of(terms.due(replace(entry.term, clock=None), today, calendar).due)
    return None
