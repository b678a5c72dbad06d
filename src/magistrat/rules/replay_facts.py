"""What a replay takes and gives: recorded deeds, what would have been otherwise, the counts of a period."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from magistrat.rules.control import Paper

SORTS = {
    "late": "було б прострочено",
    "in_time": "було б вчасно",
    "other_day": "інший строк",
    "refused": "було б відмовлено",
    "allowed": "не було б відмовлено",
    "routed": "інший шлях",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to change a term: the day on which it was made, the term of that day."""

    on: date
    due: date


@dataclass(frozen=True, slots=True)
class Work:
    """A task: its first term, the clause that gave it (empty: no longer known), was it moved, its execution (none: open)."""

    due: date
    clause: str
    is_moved: bool
    done: date | None
    author_roles: frozenset[str]
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Deed:
    """A registered document with what was done with it; moments are Kyiv wall-clock."""

    paper: Paper
    registered_at: datetime | None
    is_incoming: bool
    is_own_draft: bool
    sender: str
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing that would have been otherwise; ``clause`` is the other edition's where it has one."""

    sort: str
    clause: str
    sentence: str


@dataclass(slots=True)
class Tally:
    """Counts over a period: documents looked at and touched by month, and documents by clause and sort."""

    documents: int = 0
    touched: int = 0
    months: dict[str, list[int]] = field(default_factory=dict)
    clauses: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, deed: Deed, outcomes: list[Outcome]) -> None:
        """Count one document."""
        self.documents += 1
        self.touched += bool(outcomes)
        month = self.months.setdefault(deed.paper.registered.strftime("%Y-%m"), [0, 0])
        month[0] += 1
        month[1] += bool(outcomes)
        self.clauses.update({(one.clause, one.sort) for one in outcomes})
