"""The written explanation of a missed term: whose, on which documents, until when it holds (KR 8.20.9; DR 8.14)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from magistrat.rules.edition import Entry


def explained_by_head(entry: Entry) -> bool:
    """Whether the head of the executor's body explains (KR 8.20.9), not the executor alone (DR 8.14)."""
    return "department_head" in entry.actor


def is_explained(entry: Entry, kind: str) -> bool:
    """Whether a missed term of such a document has to be explained: of those that the clause names, else of all on control."""
    kinds = entry.values.get("kinds", ())
    return not kinds or kind in kinds


def awaits_explanation(due_on: date, given: Iterable[tuple[date, date | None]], on: date) -> bool:
    """Whether a missed term is not explained yet, seen on the day.

    :param given: explanations: the day of each and the final day that it names, if any; one given for an earlier term does
        not count, one whose final day has passed no more.
    """
    return not any(said > due_on and (final is None or final >= on) for said, final in given)
