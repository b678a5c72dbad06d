"""What the direction of a term makes of a day beside its end: a deed in time or late, a state that lasts too long or not enough."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

from magistrat.rules.term import Term

# What a deed before the end and one after it is.
OUTCOMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "within": ("in_time", "late"),
        "before": ("in_time", "late"),
        "at_most": ("allowed", "too_long"),
        "at_least": ("too_short", "enough"),
        "after": ("too_early", "come"),
        "every": ("not_due", "overdue"),
    }
)
# The end of these is the first moment at which something may be, of the others the last one.
EARLIEST = ("after", "at_least")


def judge(term: Term, end: date | datetime, at: date | datetime) -> str:
    """How what is done, lasts or comes until ``at`` stands to the end of the term: one of `OUTCOMES`.

    :param at: a day where the end is a day, a moment where it is a moment (Kyiv time).
    """
    before, after = OUTCOMES[term.direction]
    return after if at > end or (at == end and term.direction in EARLIEST) else before


def beside(term: Term, end: date | datetime) -> tuple[str, str]:
    """The outcomes a day before the end and a day after it; a minute where the end is a moment."""
    step = timedelta(minutes=1) if isinstance(end, datetime) else timedelta(days=1)
    return judge(term, end, end - step), judge(term, end, end + step)
