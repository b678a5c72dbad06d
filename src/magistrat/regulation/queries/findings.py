"""What is wrong in an edition itself: dates that cannot be kept, clauses that contradict one another, roles without people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from magistrat.regulation import offices
from magistrat.regulation.queries.days import work_calendar
from magistrat.regulation.queries.editions import calendar_version, fingerprint_of, rules_of, rules_of_text
from magistrat.regulation.queries.laws import laws
from magistrat.regulation.queries.text import text_of_files
from magistrat.rules import checking
from magistrat.rules.checking import Finding, Subject


def next_session(edition_id: int, on: date) -> date | None:
    """The next regular session after a day by the edition; none where no clause names its day."""
    return checking.next_session(rules_of(edition_id), on, work_calendar())


def findings(edition_id: int, session: date, on: date) -> Sequence[Finding]:
    """All findings for a session, and the roles that nobody holds on a day; few statements, fewer when asked again.

    :raises Edition.DoesNotExist: when the city has not adopted the edition.
    :raises CalendarError: for a session before the kept calendar.
    """
    sha256 = fingerprint_of(edition_id)
    subject = _subject(sha256, session)
    return [*_found(sha256, calendar_version(), session), *checking.nobody.find(subject, *offices.on(on))]


def _subject(sha256: str, session: date) -> Subject:
    return Subject(rules_of_text(sha256), text_of_files(sha256).clauses, work_calendar(), laws(), session)


@lru_cache(maxsize=64)
def _found(sha256: str, version: str, session: date) -> tuple[Finding, ...]:
    # The same edition, calendar and day give the same answer: a public page must not count a year for everybody anew.
    return checking.check(_subject(sha256, session))
