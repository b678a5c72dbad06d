"""What is looked at, and what is found: an edition with its text on one side, sentences with clauses and dates on the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from magistrat.rules import words
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.clauses import Clause
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.law import Laws

GRADES = {
    "impossible": "неможливо виконати",
    "reversed": "зворотний порядок",
    "tight": "часу обмаль",
    "dangling": "посилання на неіснуюче",
    "double": "повторений номер",
    "conflict": "суперечність",
    "nobody": "немає кому виконувати",
    "unlawful": "довше, ніж дозволяє закон",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """An edition under examination: its text cut at clauses, the city's calendar, the laws, the day of the session."""

    edition: Edition
    clauses: Sequence[Clause]
    calendar: WorkCalendar
    laws: Laws
    session: date


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of the regulation itself; ``dates`` stand in the order of ``clauses``, where it has dates at all."""

    grade: str
    ids: tuple[str, ...]
    clauses: tuple[str, ...]
    dates: tuple[date, ...]
    sentence: str


def of_entries(grade: str, entries: Iterable[Entry], dates: Iterable[date], sentence: str) -> Finding:
    """A finding about entries, each named once."""
    found = {entry.id: entry for entry in entries}.values()
    ids, clauses = (entry.id for entry in found), (entry.clause for entry in found)
    return Finding(grade, tuple(ids), tuple(dict.fromkeys(clauses)), tuple(dates), sentence)


def cited(entry: Entry) -> str:
    """«п. 4.14»."""
    return words.clause(entry.clause)


def headed(clause: str) -> str:
    """A clause at the beginning of a sentence: «Пункт 4.14», «Додаток 15, п. 4.1»."""
    return f"Пункт {clause}" if clause[:1].isdecimal() else words.sentence(clause)


def named(entry: Entry) -> str:
    """The entry with what it says: «Пункт 4.14: «…»»."""
    return f"{headed(entry.clause)}: {said(entry)}"


def day(value: date) -> str:
    """«10.12.2026 (четвер)»."""
    return f"{words.day(value)} ({words.WEEKDAYS[value.weekday()]})"


def listed(parts: Iterable[str]) -> str:
    """«a, b і c»."""
    found = list(dict.fromkeys(parts))
    return " і ".join(filter(None, [", ".join(found[:-1]), found[-1]])) if found else ""


def said(entry: Entry) -> str:
    """What an entry says, to stand within a sentence: «meaning» without its full stop."""
    return f"«{entry.meaning.rstrip('.')}»"
