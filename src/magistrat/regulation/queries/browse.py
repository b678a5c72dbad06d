"""The regulation as a page shows it: clauses found by words, the entries of a clause, and a term counted from a day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from magistrat.regulation import wording
from magistrat.regulation.queries.days import work_calendar
from magistrat.regulation.queries.editions import rules_of
from magistrat.regulation.queries.laws import laws
from magistrat.regulation.queries.text import Part, Text, text_of
from magistrat.regulation.wording import Fact
from magistrat.rules import capabilities as built
from magistrat.rules import events, terms
from magistrat.rules import term as form
from magistrat.rules.calendar import CalendarError
from magistrat.rules.clauses import Clause
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.refusal import Refusal

# An ending is not asked for: «звернення» also finds «звернень»; letters of a word, and how many are cut off.
ENDINGS = ((9, 3), (7, 2), (5, 1))
MOST_HITS = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry with what it says in words, as a page prints it; `acts` is false for what the system does not do yet."""

    entry: Entry
    length: str = ""
    event: str = ""
    facts: tuple[Fact, ...] = ()
    acts: bool = True

    @property
    def is_term(self) -> bool:
        """Whether a day can be counted by it."""
        return self.entry.term is not None


@dataclass(frozen=True, slots=True)
class Row:
    """A clause beside what the system does by it."""

    clause: Clause
    entries: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table of contents: a part, its clauses and entries in numbers."""

    part: Part
    entries: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Hits:
    """Clauses that were asked for, the first `MOST_HITS` of them, and how many there are."""

    rows: tuple[Row, ...]
    count: int


def contents(edition_id: int) -> list[Line]:
    """The table of contents of an edition; at most three statements."""
    text = text_of(edition_id)
    lines = []
    for part in text.parts:
        entries = [entry for clause in part.clauses for entry in text.entries.get(clause.id, ())]
        lines.append(Line(part, len(entries), sum(not built.acts(entry) for entry in entries)))
    return lines


def rows(edition_id: int, part: Part) -> list[Row]:
    """The clauses of a part with their entries; at most three statements."""
    text, rules = text_of(edition_id), rules_of(edition_id)
    return [row(clause, text, rules) for clause in part.clauses]


def row(clause: Clause, text: Text, rules: Edition) -> Row:
    """A clause with its own entries."""
    return Row(clause, tuple(shown(entry, rules) for entry in text.entries.get(clause.id, ())))


def hits(edition_id: int, *, words: str = "", capability: str = "", state: str = "") -> Hits:
    """Clauses in which all words stand (in the text or in what an entry says), by the entries' capability and state.

    :param state: `term`, `acts` or `waiting`; clauses without such an entry are left out. At most three statements.
    """
    text, rules = text_of(edition_id), rules_of(edition_id)
    number, stems = number_of(words), stems_of(words)
    found = []
    for clause in text.clauses:
        entries = [entry for entry in text.entries.get(clause.id, ()) if _is_asked(entry, capability, state)]
        if text.is_preface(clause) or ((capability or state) and not entries):
            continue
        if number:
            if clause.number == number or clause.number.startswith(f"{number}.") or clause.id == number:
                found.append((clause, entries))
            continue
        whole = f"{clause.printed} {clause.text} {' '.join(f'{one.meaning} {one.key}' for one in entries)}".lower()
        if all(stem in plain(whole) for stem in stems):
            found.append((clause, entries))
    made = (Row(clause, tuple(shown(entry, rules) for entry in entries)) for clause, entries in found[:MOST_HITS])
    return Hits(tuple(made), len(found))


def number_of(words: str) -> str:
    """The clause's number, when that is what was asked: «п. 8.12», «8.12», «A15-4.1»; else nothing."""
    found = re.fullmatch(r"\s*(?:п(?:ункт)?\.?\s*)?((?:[AА]\d+-)?\d+(?:\.\d+)+(?:-\d)?)\.?\s*", words, re.IGNORECASE)
    return found[1].replace("А", "A") if found else ""


def stems_of(words: str) -> list[str]:
    """The words that are looked for, without their endings."""
    return [word[: len(word) - _ending(word)] for word in plain(words.lower()).replace("п. ", "").split()]


def _ending(word: str) -> int:
    return next((cut for length, cut in ENDINGS if len(word) >= length and word.isalpha()), 0)


def plain(text: str) -> str:
    """The text with one sort of apostrophe."""
    return text.replace("’", "'")


def _is_asked(entry: Entry, capability: str, state: str) -> bool:
    if capability and entry.capability != capability:
        return False
    return {"": True, "term": entry.term is not None, "acts": built.acts(entry), "waiting": not built.acts(entry)}[
        state
    ]


def counts(edition_id: int) -> tuple[int, int]:
    """How many entries the edition has, and how many of them do not act yet."""
    rules = rules_of(edition_id)
    return len(rules.entries), len(built.waiting(rules))


def capabilities(edition_id: int) -> list[str]:
    """Capabilities that the edition has entries for."""
    return sorted({entry.capability for entry in rules_of(edition_id).entries})


def of_clauses(text: Text, rules: Edition, clauses: Iterable[Clause]) -> list[Shown]:
    """Entries of the clauses, in the text's order, each once."""
    found = dict.fromkeys(entry.id for clause in clauses for entry in text.entries.get(clause.id, ()))
    return [shown(entry, rules) for key in found if (entry := rules.by_id(key)) is not None]


def shown(entry: Entry, rules: Edition) -> Shown:
    """The entry with all that it says in words."""
    length = form.length(entry.term) if entry.term else ""
    # A day of the calendar comes by itself, after whatever day is asked.
    event = events.name(entry.term.event) if entry.term and not entry.term.is_occurrence else ""
    return Shown(entry, length, event, tuple(wording.facts(entry, rules)), built.acts(entry))


def rights_of(rules: Edition, clauses: Iterable[Clause]) -> list[str]:
    """Sentences of the rights that the clauses grant, each once."""
    printed = {clause.printed for clause in clauses} | {clause.number for clause in clauses}
    return list(dict.fromkeys(grant.note for grant in rules.grants if grant.clause in printed))


def counted(entry: Entry, anchor: date | datetime) -> terms.Due:
    """The term counted from its event; two statements.

    :raises Refusal: when the entry is no term, or the day lies outside the kept calendar.
    """
    try:
        return terms.by_entry(entry, anchor, work_calendar(), laws())
    except CalendarError as outside:
        raise Refusal(entry.clause, f"Строк не обчислено: {outside}.") from None
    except OverflowError:
        raise Refusal(entry.clause, "Строк не обчислено: він виходить за межі календаря.") from None
    except KeyError:
        raise Refusal(entry.clause, "Цей пункт не встановлює строку.") from None


def days_of(result: terms.Due) -> Sequence[dict[str, object]]:
    """Rows of the day-by-day table."""
    return [{"date": day.date, "counted": day.counted, "n": day.n, "reason": day.reason} for day in result.days]


def told(result: terms.Due) -> list[str]:
    """Sentences of the explanation but those that the day-by-day table says."""
    return [line for line in result.explanation.splitlines() if not re.match(r"\d\d\.\d\d\.\d{4}, ", line)]
