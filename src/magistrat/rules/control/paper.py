"""What is asked about, and the day that is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from magistrat.rules.law import Laws
from magistrat.rules.terms import CountedDay, Due

NO_LAWS: Laws = MappingProxyType({})
# Kinds of documents whose term the regulation gives in a clause of its own.
KIND_TERMS = {"citizen_appeal": "appeal_execution", "information_request": "information_reply"}


@dataclass(frozen=True)
class Paper:
    """What the rules of control need to know of a document; times are Kyiv wall-clock."""

    kind: str
    arrived: datetime | None
    registered: date
    is_urgent: bool = False
    stated_due: date | None = None


@dataclass(frozen=True)
class DueDay:
    """A last day with the clause that gives it and its explanation, day by day."""

    on: date
    clause: str
    explanation: Mapping[str, Any]
    law_on: date | None = None
    law: str = ""

    @property
    def control_on(self) -> date:
        """The day by which control goes: the law's where it is stricter."""
        return min(self.on, self.law_on) if self.law_on else self.on


def counted_in_words(result: Due) -> dict[str, Any]:
    return {"explanation": result.explanation, "days": [_shown(day) for day in result.days]}


def _shown(day: CountedDay) -> dict[str, object]:
    return {"date": day.date.isoformat(), "counted": day.counted, "n": day.n, "reason": day.reason}


def as_day(end: date | datetime) -> date:
    return end.date() if isinstance(end, datetime) else end
