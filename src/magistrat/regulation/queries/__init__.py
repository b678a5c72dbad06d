"""Reading the regulation: what may be done, by which edition, on which working days."""

from django.core.exceptions import ObjectDoesNotExist

from magistrat.regulation.queries.browse import (
    capabilities,
    chapters,
    counted,
    days_of,
    of_clause,
    rights_of_clause,
    shown,
    told,
)
from magistrat.regulation.queries.days import calendar_exceptions, intervals, work_calendar
from magistrat.regulation.queries.differences import differences
from magistrat.regulation.queries.editions import (
    city,
    edition_id_on,
    edition_record,
    edition_record_on,
    edition_texts,
    editions,
    forget,
    remembering,
    rules_of,
    rules_on,
)
from magistrat.regulation.queries.laws import laws
from magistrat.regulation.queries.month import month
from magistrat.regulation.queries.rights import refusal
from magistrat.regulation.queries.text import text_of

NotThere = ObjectDoesNotExist

__all__ = [
    "NotThere",
    "calendar_exceptions",
    "capabilities",
    "chapters",
    "city",
    "counted",
    "days_of",
    "differences",
    "edition_id_on",
    "edition_record",
    "edition_record_on",
    "edition_texts",
    "editions",
    "forget",
    "intervals",
    "laws",
    "month",
    "of_clause",
    "refusal",
    "remembering",
    "rights_of_clause",
    "rules_of",
    "rules_on",
    "shown",
    "text_of",
    "told",
    "work_calendar",
]
