"""By which entry a paper that came is reviewed, registered and handed on: until when, and by which way."""

from collections.abc import Iterator
from datetime import datetime

from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition, Entry

# In hours, after hours: the second's clause itself names the next working day, so that no shift is added.
REVIEW = (
    ("preliminary_review_day", "arrival_review_day"),
    ("preliminary_review_after_hours", "arrival_review_after_hours"),
)
REGISTRATION = (("registration_day",), ("registration_after_hours",))
AT_ONCE = "arrival_review_at_once"
# By these a paper that came waits for its review or its registration.
OF_ARRIVALS = frozenset({AT_ONCE, *(key for group in (*REVIEW, *REGISTRATION) for key in group)})
# The first entry of a step that covers the paper gives its term.
STEPS = (
    (
        "Передати на розгляд",
        ("to_mayor_at_once", "urgent_to_leaders", "state_body_documents_to_mayor", "to_leaders_same_day"),
    ),
    ("Розгляд міським головою", ("mayor_reviews_higher",)),
    ("Довести до виконавців", ("bring_to_executors",)),
)


def is_after_hours(calendar: WorkCalendar, at: datetime) -> bool:
    """Whether the Kyiv moment is outside working hours: before opening, after closing, on a day off.

    Exactly at closing time is still in time (Cabinet resolution 55, item 171).
    """
    opening, closing = calendar.opening(at.date()), calendar.closing(at.date())
    return opening is None or closing is None or not opening <= at <= closing


def arrival_entry(
    edition: Edition, calendar: WorkCalendar, kind: str, arrived: datetime | None, *, is_reviewed: bool
) -> Entry | None:
    """The entry that gives the time of the review of a paper, or of its registration after it.

    :param arrived: a Kyiv moment.
    """
    at_once = edition.get(AT_ONCE)
    if not is_reviewed and at_once and kind in at_once.values.get("kinds", ()):
        return at_once
    in_hours, after_hours = REGISTRATION if is_reviewed else REVIEW
    keys = after_hours if arrived and is_after_hours(calendar, arrived) else in_hours
    return next((entry for key in keys if (entry := edition.get(key))), None)


def steps(edition: Edition, kind: str, *, is_urgent: bool) -> Iterator[tuple[str, Entry]]:
    """The steps of a registered paper, each with the entry that covers it; a step that no entry covers is left out."""
    for label, keys in STEPS:
        covering = (entry for key in keys if (entry := edition.get(key)) and entry.term is not None)
        found = next((entry for entry in covering if _covers(entry, kind, is_urgent)), None)
        if found is not None:
            yield label, found


def _covers(entry: Entry, kind: str, is_urgent: bool) -> bool:
    kinds = entry.values.get("kinds", ())
    return not kinds or kind in kinds or bool(entry.values.get("urgent") and is_urgent)
