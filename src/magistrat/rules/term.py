"""The data form of a term: how long, from which event, in which direction."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from magistrat.rules import words
from magistrat.rules.city import WEEKDAY_KEYS
from magistrat.rules.form import Fields

UNITS = ("minutes", "hours", "calendar_days", "working_days", "months", "years")
CLOCK_UNITS = ("minutes", "hours")
DIRECTIONS = ("within", "at_most", "after", "at_least", "before", "every")
ANCHORS = ("arrival", "deed", "ahead")
MOVES = ("next", "previous", "stay")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a clause.

    ``number`` of ``unit`` and then ``then_days`` calendar days, or the next calendar occurrence (``day_of_month``,
    ``fixed``, ``weekday``, ``daily``); ``clock`` and ``cutoff`` are hours of the day in Kyiv; ``weekday`` 0 is Monday.
    """

    event: str
    anchor: str
    direction: str
    number: int | None = None
    unit: str | None = None
    then_days: int = 0
    shift: bool = True
    cutoff: time | None = None
    clock: time | None = None
    day_of_month: int | None = None
    fixed: tuple[tuple[int, int], ...] = ()
    weekday: int | None = None
    weeks_of_month: tuple[int, ...] = ()
    daily: bool = False
    nonworking: str = "next"

    @property
    def is_occurrence(self) -> bool:
        """Whether it is a day of the calendar and not a length of time."""
        return bool(self.day_of_month or self.fixed or self.daily or self.weekday is not None)

    @property
    def is_clock(self) -> bool:
        """Whether it is counted in minutes or hours."""
        return self.unit in CLOCK_UNITS

    @property
    def is_moment(self) -> bool:
        """Whether its end is a moment and not a day."""
        return self.is_clock or self.clock is not None


def read(file: str, entry: str, table: Mapping[str, Any]) -> Term:
    """Read the ``term`` table of an entry or of a law.

    :raises FormError: naming file, entry, field and reason.
    """
    fields = Fields(file, entry, table)
    occurrence = _occurrence(fields)
    repeated = bool(occurrence) or table.get("direction") == "every"
    direction = (
        fields.choice("direction", DIRECTIONS, "before") if occurrence else fields.choice("direction", DIRECTIONS)
    )
    term = Term(
        event=fields.take("event", str, "last_occurrence") if repeated else fields.take("event", str),
        anchor=fields.choice("anchor", ANCHORS, "deed") if repeated else fields.choice("anchor", ANCHORS),
        direction=direction,
        number=fields.optional("number", int),
        unit=fields.choice("unit", UNITS) if fields.has("unit") else None,
        then_days=fields.take("then_days", int, 0),
        shift=fields.take("shift", bool, True),
        cutoff=fields.hour("cutoff"),
        clock=fields.hour("clock"),
        nonworking=fields.choice(
            "nonworking", MOVES, "previous" if direction == "before" and not occurrence else "next"
        ),
        **occurrence,
    )
    fields.done()
    _check(fields, term)
    return term


def _occurrence(fields: Fields) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if fields.has("day_of_month"):
        found["day_of_month"] = fields.take("day_of_month", int)
    if fields.has("fixed"):
        found["fixed"] = tuple(sorted(_month_and_day(fields, text) for text in fields.texts("fixed")))
    if fields.has("weekday"):
        found["weekday"] = WEEKDAY_KEYS.index(fields.choice("weekday", WEEKDAY_KEYS))
    if fields.take("daily", bool, False):
        found["daily"] = True
    if len(found) > 1:
        raise fields.error("term", "день задано двічі: можливе лише одне з day_of_month, fixed, weekday, daily")
    if fields.has("week_of_month"):
        found["weeks_of_month"] = _weeks(fields)
    return found


def _weeks(fields: Fields) -> tuple[int, ...]:
    weeks = tuple(fields.tables("week_of_month"))
    if not weeks or not all(type(week) is int and 1 <= week <= 5 for week in weeks):
        raise fields.error("week_of_month", "очікується номер тижня від 1 до 5 або їх перелік")
    return weeks


def _month_and_day(fields: Fields, text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d\d)-(\d\d)", text, re.ASCII)
    month, day = (int(found[1]), int(found[2])) if found else (0, 0)
    # 2000 was a leap year: 29 February is a day, in other years the month's last one
    if not (1 <= month <= 12 and 1 <= day <= monthrange(2000, month)[1]):
        raise fields.error("fixed", f"очікується день ММ-ДД, а написано «{text}»")
    return month, day


def _check(fields: Fields, term: Term) -> None:
    """Refuse what contradicts itself; the fields' own types are checked already."""
    number = -1 if term.number is None else term.number
    contradictions = (
        ("number", not term.is_occurrence and number < 0, "потрібне ціле число, не менше нуля"),
        ("unit", not term.is_occurrence and term.unit is None, f"потрібна одиниця: {', '.join(UNITS)}"),
        (
            "number",
            term.is_occurrence and (term.number is not None or term.unit is not None),
            "день календаря не має числа й одиниці",
        ),
        ("then_days", term.then_days < 0, "не може бути менше нуля"),
        (
            "then_days",
            term.then_days > 0 and term.unit not in ("months", "years"),
            "дні додаються лише до місяців і років",
        ),
        (
            "day_of_month",
            term.day_of_month is not None and not 1 <= term.day_of_month <= 31,
            "очікується число від 1 до 31",
        ),
        ("week_of_month", bool(term.weeks_of_month) and term.weekday is None, "потрібен день тижня (weekday)"),
        ("daily", term.daily and term.clock is None, "потрібна година (clock)"),
        ("clock", term.is_clock and term.clock is not None, "строк у хвилинах чи годинах не має своєї години"),
        (
            "cutoff",
            term.cutoff is not None and not _arrives(term),
            "лише для строків у днях від надходження (anchor = arrival)",
        ),
        ("shift", not term.shift and not _arrives(term), "лише для строків у днях від надходження (anchor = arrival)"),
        ("direction", term.direction == "before" and term.anchor == "arrival", "до надходження строк не рахується"),
    )
    for key, wrong, reason in contradictions:
        if wrong:
            raise fields.error(key, reason)


def _arrives(term: Term) -> bool:
    return term.anchor == "arrival" and not term.is_clock


def length(term: Term) -> str:
    """The term's length in words: «5 робочих днів», «1 місяць і 15 календарних днів», «щомісяця до 17 числа»."""
    if term.is_occurrence:
        return _day_in_words(term)
    if term.number == 0:
        return "негайно" if term.is_clock else "того самого дня"
    text = words.amount(term.number or 0, term.unit or "calendar_days")
    return f"{text} і {words.amount(term.then_days, 'calendar_days')}" if term.then_days else text


def _day_in_words(term: Term) -> str:
    at = f" о {words.clock(term.clock)}" if term.clock else ""
    if term.day_of_month:
        return f"{term.day_of_month} число кожного місяця{at}"
    if term.fixed:
        return f"щороку: {', '.join(f'{day} {words.MONTHS[month - 1]}' for month, day in term.fixed)}{at}"
    if term.weekday is not None:
        weeks = f" ({', '.join(map(str, term.weeks_of_month))} у місяці)" if term.weeks_of_month else " щотижня"
        return f"{words.WEEKDAYS[term.weekday]}{weeks}{at}"
    return f"щодня в робочі дні{at}"
