"""Acts that a text names by kind, date and number: «рішення виконкому міської ради від 21.07.2021 №377»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from magistrat.rules import act_text
from magistrat.rules import words as language
from magistrat.rules.act_text import ActText

# Kinds of documents (cities/documents.toml) by what the words before the date say; what is first met decides.
_KINDS = (
    ("mayor_order", r"розпорядженн\w+\s+міського\s+голови"),
    ("committee_decision", r"рішенн\w+\s+(?:виконавчого\s+комітету|виконкому)"),
    ("council_decision", r"рішенн\w+\s+[\w'’ -]{0,40}?(?:міської\s+ради|сесії)"),
)
_MONTHS = {name: number for number, name in enumerate(language.MONTHS, start=1)}
_DATE = rf"(?:(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<y>\d{{4}})|(?P<ld>\d{{1,2}})\s+(?P<lm>{'|'.join(_MONTHS)})\s+(?P<ly>\d{{4}}))"
_NUMBER = r"№\s*(?P<number>\d+(?:[-/]\w+)*)"
_NAMED = re.compile(rf"(?:від\s+)?{_DATE}(?:\s*(?:року|р\.?))?\s+{_NUMBER}", re.IGNORECASE)
# How far before the date the kind's words may stand.
_REACH = 120
_REPEALS = re.compile(r"втрати\w*\s+чинність|скасувати|визнати\s+таким", re.IGNORECASE)
_CHANGES = re.compile(
    r"\bзмін(?:и|у)?\b|\bдоповнен\w+|виклас?ти\s+в\s+новій|унес(?:ти|енням?)|внес(?:ти|енням?)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Reference:
    """An act as a part of the text names it.

    :param kind: key of the kind of document; empty when the words do not say it.
    :param part: label of the part (`act_text.parts`); ``point`` its number when the part is a point.
    :param repeals: the part says that acts lose force; ``changes``: that they are changed.
    """

    kind: str
    on: date
    number: str
    part: str
    point: str = ""
    repeals: bool = False
    changes: bool = False

    @property
    def printed(self) -> str:
        """«від 21.07.2021 № 377»."""
        return f"від {language.day(self.on)} № {self.number}"


def find(text: ActText) -> list[Reference]:
    """The acts that the text names, each once in a part, in the order of parts; the explanatory note names nothing."""
    found = [one for part, words in act_text.parts(text) if part != act_text.NOTE for one in _in_part(part, words)]
    return list(dict.fromkeys(found))


def _in_part(part: str, words: str) -> Iterator[Reference]:
    point = part.removeprefix("пункт ") if part.startswith("пункт ") else ""
    is_deed = bool(point) or part == act_text.TITLE
    for match in _NAMED.finditer(words):
        if (on := _day(match)) is None:
            continue
        yield Reference(
            kind=_kind(words[max(0, match.start() - _REACH) : match.start()]),
            on=on,
            number=match["number"],
            part=part,
            point=point,
            repeals=is_deed and bool(_REPEALS.search(words)),
            changes=is_deed and bool(_CHANGES.search(words)),
        )


def _day(match: re.Match[str]) -> date | None:
    try:
        if match["d"]:
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        return date(int(match["ly"]), _MONTHS[match["lm"].lower()], int(match["ld"]))
    except ValueError:
        return None


def _kind(before: str) -> str:
    """The kind whose words begin nearest to the date; «рішення виконкому міської ради» is not that of the council."""
    begun = {
        key: max((one.start() for one in re.finditer(form, before, re.IGNORECASE)), default=-1) for key, form in _KINDS
    }
    nearest = max(begun, key=lambda key: begun[key])
    return nearest if begun[nearest] >= 0 else ""
