"""Letters by e-mail: what must be in them, from where they go, who gets what came (KR 16, annex 15; DR 14.5).

Pure functions over an edition; a city without a key has no such rule.
"""

from magistrat.rules.mail.coming import (
    Sorted,
    confirms_receipt,
    infected,
    is_private,
    next_check,
    reader,
    sorting,
    tells_of_unreadable,
    tells_of_virus,
    virus_check_clause,
)
from magistrat.rules.mail.leaving import (
    LEAST_FIGURES,
    MEGABYTE,
    Attached,
    Outgoing,
    described,
    goes_from_main_box,
    is_official,
    largest_sum,
    refusal,
    watches_confirmations,
)

__all__ = [
    "LEAST_FIGURES",
    "MEGABYTE",
    "Attached",
    "Outgoing",
    "Sorted",
    "confirms_receipt",
    "described",
    "goes_from_main_box",
    "infected",
    "is_official",
    "is_private",
    "largest_sum",
    "next_check",
    "reader",
    "refusal",
    "sorting",
    "tells_of_unreadable",
    "tells_of_virus",
    "virus_check_clause",
    "watches_confirmations",
]
