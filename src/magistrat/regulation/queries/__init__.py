"""Reading the regulation: what may be done, by which edition, on which working days."""

from magistrat.regulation.queries.days import calendar_exception, calendar_exceptions, intervals, laws, work_calendar
from magistrat.regulation.queries.editions import (
    city,
    edition_record,
    edition_record_on,
    editions,
    forget,
    remembering,
    rules_of,
    rules_on,
)
from magistrat.regulation.queries.laws import laws
from magistrat.regulation.queries.rights import refusal

__all__ = [
    "calendar_exception",
    "calendar_exceptions",
    "city",
    "edition_record",
    "edition_record_on",
    "editions",
    "forget",
    "intervals",
    "laws",
    "laws",
    "refusal",
    "remembering",
    "rules_of",
    "rules_on",
    "work_calendar",
]
