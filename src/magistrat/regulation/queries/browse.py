"""The regulation as a page shows it: entries by chapter, of one clause, and a term counted from a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from magistrat.regulation.queries.days import work_calendar
from magistrat.regulation.queries.editions import rules_of
from magistrat.regulation.queries.laws import laws
from magistrat.regulation.queries.text import Text, text_of
from magistrat.rules import events, terms
from magistrat.rules import term as form
from magistrat.rules.calendar import CalendarError
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.refusal import Refusal

ANNEXES = 1000


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with those of its entries that are asked for."""

    number: int
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry with its term in words, as a page prints it."""

    entry: Entry
    length: str = ""
    event: str = ""

    @property
    def is_term(self) -> bool:
        """Whether a day can be counted by it."""
        return self.entry.term is not None


def chapters(edition_id: int, *, text: str = "", capability: str = "", number: int = 0) -> list[Chapter]:
    """Chapters of an edition with the entries that the words, capability and chapter leave; at most two statements."""
    words = text.lower().replace("п. ", "").split()
    said = text_of(edition_id)
    found: dict[int, list[Entry]] = {}
    for entry in rules_of(edition_id).entries:
        place = chapter_of(entry)
        if (capability and entry.capability != capability) or (number and place != number):
            continue
        if all(word in _whole(entry) for word in words):
            found.setdefault(place, []).append(entry)
    return [Chapter(key, _title(said, key), tuple(rows)) for key, rows in sorted(found.items())]


def chapter_of(entry: Entry) -> int:
    """The first number of the clause; annexes stand after all chapters."""
    found = re.match(r"(\d+)\.", entry.clause)
    return int(found[1]) if found else ANNEXES


def capabilities(edition_id: int) -> list[str]:
    """Capabilities that the edition has entries for."""
    return sorted({entry.capability for entry in rules_of(edition_id).entries})


def of_clause(rules: Edition, clause: str) -> list[Shown]:
    """Entries of the clause and of what it is divided into, those of the clause itself first."""
    own = [entry for entry in rules.entries if entry.clause == clause]
    parts = [entry for entry in rules.entries if entry.clause.startswith(f"{clause}.")]
    return [shown(entry) for entry in (*own, *parts)]


def shown(entry: Entry) -> Shown:
    """The entry with its term in words."""
    if entry.term is None:
        return Shown(entry)
    return Shown(entry, form.length(entry.term), events.name(entry.term.event))


def rights_of_clause(rules: Edition, clause: str) -> list[tuple[str, frozenset[str]]]:
    """Sentences and roles of the rights that the clause grants."""
    return [(grant.note, grant.roles) for grant in rules.grants if grant.clause == clause]


def counted(entry: Entry, anchor: date | datetime) -> terms.Due:
    """The term counted from its event; two statements.

    :raises Refusal: when the entry is no term, or the day lies outside the kept calendar.
    """
    try:
        return terms.by_entry(entry, anchor, work_calendar(), laws())
    except CalendarError as outside:
        raise Refusal(entry.clause, f"Строк не обчислено: {outside}.") from None
    except KeyError:
        raise Refusal(entry.clause, "Цей пункт не встановлює строку.") from None


def days_of(result: terms.Due) -> Sequence[dict[str, object]]:
    """Rows of the day-by-day table."""
    return [{"date": day.date, "counted": day.counted, "n": day.n, "reason": day.reason} for day in result.days]


def told(result: terms.Due) -> list[str]:
    """Sentences of the explanation but those that the day-by-day table says."""
    return [line for line in result.explanation.splitlines() if not re.match(r"\d\d\.\d\d\.\d{4}, ", line)]


def _title(said: Text, number: int) -> str:
    return "Додатки" if number == ANNEXES else said.chapter(number)


def _whole(entry: Entry) -> str:
    return f"{entry.clause} {entry.id} {entry.key} {entry.meaning} {entry.words}".lower()
