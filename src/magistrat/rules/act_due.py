"""Terms of points as drafters write them: «до 01.12.2026», «щокварталу до 5 числа», «протягом 2026 року». Kyiv days.

What has no day of its own («негайно», «у 10-денний строк») stays as words.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from magistrat.rules import words as language

_MONTHS = {name: number for number, name in enumerate(language.MONTHS, start=1)}
_MONTH = "|".join(_MONTHS)
_QUARTERS = {"i": 1, "1": 1, "ii": 2, "2": 2, "iii": 3, "3": 3, "iv": 4, "4": 4}
_YEAR = r"\s*(?:року|р\.?)?"
_UNTIL = r"(?:(?:у|в)\s+(?:строк|термін)\s+)?(?:до|не\s+пізніше(?:\s+ніж|\s+як)?)\s+"
_REPEATS = {"month": "щомісяця|щомісячно", "quarter": "щокварталу|щоквартально", "year": "щороку|щорічно"}
_EVERY = "|".join(f"(?P<{key}>{form})" for key, form in _REPEATS.items())
_SAID = {"month": "щомісяця", "quarter": "щокварталу", "year": "щороку"}
# In this order: what stands earlier says more. A day after «від» or before a number is that of an act, no term.
_FORMS = (
    (
        "every",
        (rf"(?:{_EVERY})(?:,?\s+{_UNTIL}(?P<day>\d{{1,2}})(?:-го)?\s+"
        rf"(?:числа(?:\s+(?:першого\s+)?місяця,?\s+(?:що\s+настає\s+за|наступного\s+за)\s+звітним(?:\s+\w+)?)?|(?P<in>{_MONTH})))?"),
    ),
    ("figures", rf"(?:{_UNTIL}|(?<!від\s))(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<y>\d{{4}}){_YEAR}(?!\s*№)"),
    ("long", rf"(?:{_UNTIL}|(?<!від\s))(?P<d>\d{{1,2}})\s+(?P<in>{_MONTH})\s+(?P<y>\d{{4}}){_YEAR}(?!\s*№)"),
    ("quarter", rf"(?:протягом|упродовж|у|в|до\s+кінця)\s+(?P<q>[1-4]|[IІVivі]{{1,3}})\s+кварталі?у?\s+(?P<y>\d{{4}}){_YEAR}"),
    ("year", rf"(?:протягом|упродовж|до\s+кінця)\s+(?P<y>\d{{4}}){_YEAR}"),
    (
        "words",
        (r"негайно|невідкладно|постійно|протягом\s+року|упродовж\s+року|до\s+кінця\s+року"
        r"|(?:у|в|протягом|упродовж)\s+(?:\d{1,3}(?:\s+(?:календарних|робочих))?\s+днів|\d{1,3}-денний\s+(?:строк|термін)|"
        r"(?:тижневий|місячний|десятиденний|триденний|п'ятиденний)\s+(?:строк|термін))"),
    ),
)  # fmt: skip
_PATTERNS = tuple((name, re.compile(rf"(?<!\w)(?:{form})(?!\w)", re.IGNORECASE)) for name, form in _FORMS)


@dataclass(frozen=True, slots=True)
class Due:
    """A term: as it is written, its (first) day, and how it repeats (`repeats` and ``day`` as in `act_text.Point`)."""

    words: str
    on: date | None = None
    repeats: str = ""
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A term met in a text with the places where its words begin and end."""

    due: Due
    start: int
    end: int


def read(text: str, on: date) -> Due | None:
    """The term that the whole text says; nothing when it says something else. Repeating ones begin after the day `on`."""
    said = " ".join(text.split()).rstrip(";")
    for name, pattern in _PATTERNS:
        match = pattern.fullmatch(said) or pattern.fullmatch(said.rstrip("."))
        if match and (due := _due(name, match, on)):
            return due
    return None


def find(text: str, on: date) -> list[Found]:
    """The terms that the text names, in the order of places; none within another."""
    found: list[Found] = []
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < one.end and one.start < match.end() for one in found):
                continue
            if due := _due(name, match, on):
                found.append(Found(due, match.start(), match.end()))
    return sorted(found, key=lambda one: one.start)


def written(due: date, repeats: str = "", day: int | None = None) -> str:
    """The usual words of a term; `read` gives the same term back."""
    if not repeats:
        return f"до {language.day(due)}"
    if repeats == "year":
        return f"щороку до {day or due.day} {language.MONTHS[due.month - 1]}"
    return f"{_SAID[repeats]} до {day or due.day} числа"


def _due(name: str, match: re.Match[str], on: date) -> Due | None:
    # A full stop after «р» is the word's own.
    said = match[0].rstrip() if match[0].endswith("р.") else match[0].rstrip(" .")
    try:
        return _MAKERS[name](said, match, on)
    except ValueError:
        return None


def _every(said: str, match: re.Match[str], on: date) -> Due | None:
    repeats = next(key for key in _REPEATS if match[key])
    if match["in"]:
        month = _MONTHS[match["in"].lower()]
        if repeats != "year":
            return None
        day = int(match["day"])
        date(2024, month, day)
        return Due(said, _after(on, [(year, month) for year in (on.year, on.year + 1)], day), repeats, day)
    day = int(match["day"]) if match["day"] else 31
    if not 1 <= day <= 31:
        return None
    # A yearly term without a month, and one without a day, is due by the end of its period.
    ends = match["day"] is None or repeats == "year"
    return Due(said, _after(on, list(_months(repeats, on, ends=ends)), day), repeats, day)


def _months(repeats: str, on: date, *, ends: bool) -> Iterator[tuple[int, int]]:
    """Months in which a repeating term falls due: the last of its period, or the first of the next one («до 5 числа»)."""
    length = {"month": 1, "quarter": 3, "year": 12}[repeats]
    for month in range(1, 25):
        if month % length == (0 if ends else 1 % length):
            yield on.year + (month - 1) // 12, (month - 1) % 12 + 1


def _after(on: date, months: list[tuple[int, int]], day: int) -> date:
    days = (date(year, month, min(day, monthrange(year, month)[1])) for year, month in months)
    return next(one for one in days if one > on)


def _figures(said: str, match: re.Match[str], on: date) -> Due:
    return Due(said, date(int(match["y"]), int(match["m"]), int(match["d"])))


def _long(said: str, match: re.Match[str], on: date) -> Due:
    return Due(said, date(int(match["y"]), _MONTHS[match["in"].lower()], int(match["d"])))


def _quarter(said: str, match: re.Match[str], on: date) -> Due | None:
    # Roman figures are typed with either alphabet's letter.
    quarter = _QUARTERS.get(match["q"].lower().replace("\u0456", "i"))
    if quarter is None:
        return None
    month = quarter * 3
    year = int(match["y"])
    return Due(said, date(year, month, monthrange(year, month)[1]))


def _year(said: str, match: re.Match[str], on: date) -> Due:
    return Due(said, date(int(match["y"]), 12, 31))


def _words(said: str, match: re.Match[str], on: date) -> Due:
    return Due(said, date(on.year, 12, 31) if said.lower().endswith("року") else None)


_MAKERS = {"every": _every, "figures": _figures, "long": _long, "quarter": _quarter, "year": _year, "words": _words}
