"""Reading the regulation: what may be done, by which edition, on which working days."""

from django.core.exceptions import ObjectDoesNotExist

from magistrat.regulation.queries.browse import (
    capabilities,
    contents,
    counted,
    counts,
    days_of,
    hits,
    of_clauses,
    rights_of,
    row,
    rows,
    stems_of,
    told,
)
from magistrat.regulation.queries.days import calendar_exceptions, intervals, work_calendar
from magistrat.regulation.queries.differences import differences
from magistrat.regulation.queries.editions import (
    called,
    city,
    edition_id_on,
    edition_ids,
    edition_record,
    edition_record_on,
    edition_texts,
    editions,
    fingerprint_of,
    forget,
    in_force_from,
    remembering,
    rules_of,
    rules_on,
)
from magistrat.regulation.queries.elsewhere import neighbours, same_matter, side_by_side
from magistrat.regulation.queries.findings import findings, next_session
from magistrat.regulation.queries.history import of_clause as changes_of_clause
from magistrat.regulation.queries.laws import laws, vote_laws
from magistrat.regulation.queries.month import month
from magistrat.regulation.queries.rights import refusal
from magistrat.regulation.queries.text import text_of
from magistrat.regulation.queries.works import places

NotThere = ObjectDoesNotExist

__all__ = [
    "NotThere",
    "calendar_exceptions",
    "called",
    "capabilities",
    "changes_of_clause",
    "city",
    "contents",
    "counted",
    "counts",
    "days_of",
    "differences",
    "edition_id_on",
    "edition_ids",
    "edition_record",
    "edition_record_on",
    "edition_texts",
    "editions",
    "findings",
    "fingerprint_of",
    "forget",
    "hits",
    "in_force_from",
    "intervals",
    "laws",
    "month",
    "neighbours",
    "next_session",
    "of_clauses",
    "places",
    "refusal",
    "remembering",
    "rights_of",
    "row",
    "rows",
    "rules_of",
    "rules_on",
    "same_matter",
    "side_by_side",
    "stems_of",
    "text_of",
    "told",
    "vote_laws",
    "work_calendar",
]
