"""What a replay takes and gives: recorded deeds, what would have been otherwise, the counts of a period."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

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
    """A registered document with what was done with it; moments are Kyiv wall-clock.

    ``route`` and ``flags`` are those by which it was approved; no route: how it was approved is not recorded.
    """

    paper: Paper
    registered_at: datetime | None
    is_incoming: bool
    is_own_draft: bool
    sender: str
    works: tuple[Work, ...]
    route: str = ""
    flags: frozenset[str] = frozenset()


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

    def kept(self) -> dict[str, Any]:
        """As it is kept between the parts of a long replay."""
        clauses = [[clause, sort, count] for (clause, sort), count in self.clauses.items()]
        return {"documents": self.documents, "touched": self.touched, "months": self.months, "clauses": clauses}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Tally":
        """The counts that were kept; of nothing kept: none yet."""
        clauses = Counter({(clause, sort): count for clause, sort, count in kept.get("clauses", ())})
        return cls(kept.get("documents", 0), kept.get("touched", 0), dict(kept.get("months", {})), clauses)
