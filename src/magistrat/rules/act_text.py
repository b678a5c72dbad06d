"""The text of an act in its parts: title, stating part, ordering word, numbered points, annexes, explanatory note.

The same structure is edited in the browser, recognised in a DOCX, printed, frozen as a version and compared.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

# How often a point is to be done again; the keys are those of repeating control.
REPEATS = {"": "одноразово", "month": "щомісяця", "quarter": "щокварталу", "year": "щороку"}
TITLE, STATING, NOTE, MOST_DEPTH = "заголовок", "констатуюча частина", "пояснювальна записка", 4
# Where the words of the control point break off before they have named anybody.
_BREAKS_OFF = re.compile(r"\b(?:покласти|покладаю|покладаємо|покладається|покладено)(\s+на)?[.;:\s]*$", re.IGNORECASE)
_ON = re.compile(r"^на\s+", re.IGNORECASE)
# What stands between those whom the words of a point name one after another.
_AND = re.compile(r"^\s*(?:,|;|(?:та|і|й)\b)?\s*")


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the operative part.

    :param label: as printed, «1» or «1.1».
    :param executors: ids of the posts who do it; ``named``: executors as written, who are no posts of the city.
    :param due_words: the term as it is written, «до 01.12.2026», «щокварталу до 5 числа»; ``due_on``: its (first) day.
    :param repeats: key of `REPEATS`; ``repeat_day``: the day of the month.
    :param is_control: the point that says who controls (coordinates) the execution.
    """

    label: str
    text: str = ""
    executors: tuple[int, ...] = ()
    named: str = ""
    due_on: date | None = None
    due_words: str = ""
    repeats: str = ""
    repeat_day: int | None = None
    is_control: bool = False
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: words, a table, or a commission's composition.

    :param label: its number, «1»; empty for the only one.
    :param rows: a table's rows with the head first; of a commission: full name, post and part in it, consent mark.
    """

    label: str
    title: str = ""
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    is_commission: bool = False


@dataclass(frozen=True, slots=True)
class ActText:
    """The text of an act; an empty one is a draft just begun."""

    title: str = ""
    stating: str = ""
    ordering: str = ""
    points: tuple[Point, ...] = ()
    annexes: tuple[Annex, ...] = ()
    note: str = ""


def read(mapping: Mapping[str, Any]) -> ActText:
    """The text from its written form; what is not there is empty, what is not known is refused.

    :raises ValueError: naming the field that cannot be read.
    """
    given = _Given(mapping, "")
    text = ActText(
        title=given.words("title"),
        stating=given.words("stating"),
        ordering=given.words("ordering"),
        points=tuple(_point(one, 1) for one in given.each("points")),
        annexes=tuple(_annex(one) for one in given.each("annexes")),
        note=given.words("note"),
    )
    given.done()
    return text


def write(text: ActText) -> dict[str, Any]:
    """The text as JSON can keep it; `read` gives the same text back."""
    return {
        "title": text.title,
        "stating": text.stating,
        "ordering": text.ordering,
        "points": [_written(point) for point in text.points],
        "annexes": [
            {
                "label": annex.label,
                "title": annex.title,
                "text": annex.text,
                "rows": [list(row) for row in annex.rows],
                "is_commission": annex.is_commission,
            }
            for annex in text.annexes
        ],
        "note": text.note,
    }


def walk(points: Iterable[Point]) -> Iterator[Point]:
    """All points in the order in which they are printed, each before its own points."""
    for point in points:
        yield point
        yield from walk(point.points)


@dataclass(frozen=True, slots=True)
class Titles:
    """How posts of the city are printed in points, by their ids.

    :param dative: who does it, «директору департаменту подати»; :param accusative: on whom control is laid, «на директора».
    :param nominative: who it is where the words do not print him, told apart from those of `alike`.
    :param alike: posts that are printed just as another post of the same texts; known where texts are compared.
    """

    dative: Mapping[int, str] = dataclasses.field(default_factory=dict)
    accusative: Mapping[int, str] = dataclasses.field(default_factory=dict)
    nominative: Mapping[int, str] = dataclasses.field(default_factory=dict)
    alike: frozenset[int] = frozenset()


def whole(point: Point, titles: Titles) -> str:
    """The point's words as they are printed, without the stop at their end."""
    one = told(point, titles)
    return " ".join(part for part in (one.who, one.words, one.due) if part)


def parts(
    text: ActText, titles: Titles | None = None, *, words: Callable[[Point, Titles], str] = whole
) -> list[tuple[str, str]]:
    """Label and words of each part that has any: they are kept with a version, remarks are bound to the labels.

    Two texts are compared by `act_compare.parts`, which also tell of those whom the words do not print.

    :param titles: posts as they are printed; without them the words tell nothing of posts chosen from the list.
    :param words: of a point, its label aside.
    """
    found = [(TITLE, text.title), (STATING, _joined(text.stating, text.ordering))]
    found += [(f"пункт {point.label}", words(point, titles or Titles())) for point in walk(text.points)]
    found += [(annex_name(annex), annex_words(annex)) for annex in text.annexes]
    found.append((NOTE, text.note))
    return [(label, words) for label, words in found if words.strip()]


@dataclass(frozen=True)
class Told:
    """A point as it is printed after its label, part by part.

    :param who: in the dative; :param words: what, without a stop at the end; :param due: by when, where the words do not say it.
    :param is_laid: the words name on whom control is laid.
    """

    who: str
    words: str
    due: str
    end: str
    is_laid: bool = False


def told(point: Point, titles: Titles) -> Told:
    """The point in parts; nobody stands before the control point, nor before words that begin with him themselves.

    Words of the control point that break off at «покласти на» go on with those chosen or written for it.
    """
    words = point.text.strip()
    named = () if point.is_control else tuple(one for one in (*_printed(point, titles.dative), point.named) if one)
    who = "" if _begins_with(words, named) else ", ".join(named)
    if who:
        words = _continued(words)
    laid = _laid_on(point, titles.accusative)
    words = f"{words.rstrip('.;: ')} {laid}" if laid else words
    due = point.due_words if point.due_words.lower() not in point.text.lower() else ""
    is_said = who or words or due
    return Told(who, words.rstrip(".;:"), due, (":" if point.points else ".") if is_said else "", bool(laid))


def sentence(point: Point, titles: Titles) -> str:
    """The point as it is printed after its label: who (in the dative), what, by when; of the control point on whom it lies."""
    return whole(point, titles) + told(point, titles).end


def breaks_off(point: Point) -> bool:
    """Whether the words of the control point break off where they are to name on whom control is laid."""
    return point.is_control and _BREAKS_OFF.search(point.text.strip()) is not None


def _laid_on(point: Point, accusative: Mapping[int, str]) -> str:
    """«на першого заступника міського голови», where the control point's words have not said it."""
    broken = _BREAKS_OFF.search(point.text.strip()) if point.is_control else None
    names = " та ".join(one for one in (*_printed(point, accusative), _ON.sub("", point.named.strip())) if one)
    if broken is None or not names:
        return ""
    return names if broken[1] else f"на {names}"


def _printed(point: Point, titles: Mapping[int, str]) -> list[str]:
    return [titles[post] for post in point.executors if post in titles]


def _begins_with(words: str, named: Sequence[str]) -> bool:
    """Whether the words name all of them first: «Начальнику відділу та директору департаменту подати…»."""
    rest = words.lower()
    for name in named:
        if not rest.startswith(name.lower()):
            return False
        rest = _AND.sub("", rest[len(name) :])
    return bool(named)


def _continued(words: str) -> str:
    """Words as they go on within a sentence; an abbreviation keeps its capital letters."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def annex_name(annex: Annex) -> str:
    """«додаток 1», or «додаток» when it is the only one."""
    return f"додаток {annex.label}".strip()


def point_words(point: Point) -> str:
    """A point's own words with its executors as written and its term, without the points under it."""
    return _joined(point.named, point.text, point.due_words)


def annex_words(annex: Annex) -> str:
    """An annex's words line by line, the cells of a row between bars."""
    return _joined(annex.title, annex.text, *(" | ".join(row) for row in annex.rows))


def numbered(points: Iterable[Point], under: str = "") -> tuple[Point, ...]:
    """The points with their labels by place: 1, 2, 2.1…"""
    found = []
    for place, point in enumerate(points, start=1):
        label = f"{under}.{place}" if under else str(place)
        found.append(dataclasses.replace(point, label=label, points=numbered(point.points, label)))
    return tuple(found)


def _joined(*words: str) -> str:
    return "\n".join(one for one in words if one)


def _written(point: Point) -> dict[str, Any]:
    return {
        "label": point.label,
        "text": point.text,
        "executors": list(point.executors),
        "named": point.named,
        "due_on": point.due_on.isoformat() if point.due_on else None,
        "due_words": point.due_words,
        "repeats": point.repeats,
        "repeat_day": point.repeat_day,
        "is_control": point.is_control,
        "points": [_written(one) for one in point.points],
    }


def _point(given: _Given, depth: int) -> Point:
    if depth > MOST_DEPTH:
        raise given.wrong("label", f"підпунктів більше ніж {MOST_DEPTH} рівні")
    point = Point(
        label=given.words("label"),
        text=given.words("text"),
        executors=tuple(given.whole(one, "executors") for one in given.many("executors")),
        named=given.words("named"),
        due_on=given.day("due_on"),
        due_words=given.words("due_words"),
        repeats=given.words("repeats"),
        repeat_day=given.number("repeat_day"),
        is_control=given.flag("is_control"),
        points=tuple(_point(one, depth + 1) for one in given.each("points")),
    )
    if point.repeats not in REPEATS:
        raise given.wrong("repeats", f"«{point.repeats}» не передбачено")
    if point.repeat_day is not None and not 1 <= point.repeat_day <= 31:
        raise given.wrong("repeat_day", "день має бути від 1 до 31")
    given.done()
    return point


def _annex(given: _Given) -> Annex:
    annex = Annex(
        label=given.words("label"),
        title=given.words("title"),
        text=given.words("text"),
        rows=tuple(given.row(one) for one in given.many("rows")),
        is_commission=given.flag("is_commission"),
    )
    given.done()
    return annex


class _Given:
    """A mapping that is being read: every field is asked for once and must be of its type."""

    def __init__(self, mapping: object, path: str) -> None:
        self._path = path
        if not isinstance(mapping, Mapping):
            raise self.wrong("text", "має бути таблицею")
        self._left = dict(mapping)

    def wrong(self, name: str, reason: str) -> ValueError:
        return ValueError(f"{self._path}{name}: {reason}")

    def words(self, name: str) -> str:
        value = self._left.pop(name, "")
        if not isinstance(value, str):
            raise self.wrong(name, "має бути текстом")
        return value

    def flag(self, name: str) -> bool:
        value = self._left.pop(name, False)
        if not isinstance(value, bool):
            raise self.wrong(name, "має бути «так» або «ні»")
        return value

    def number(self, name: str) -> int | None:
        value = self._left.pop(name, None)
        return None if value is None else self.whole(value, name)

    def whole(self, value: object, name: str) -> int:
        if type(value) is not int:
            raise self.wrong(name, "має бути цілим числом")
        return value

    def day(self, name: str) -> date | None:
        value = self._left.pop(name, None)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.wrong(name, "має бути днем у вигляді РРРР-ММ-ДД") from None

    def many(self, name: str) -> list[Any]:
        value = self._left.pop(name, None)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            raise self.wrong(name, "має бути переліком")
        return list(value)

    def each(self, name: str) -> Iterator[_Given]:
        for place, one in enumerate(self.many(name)):
            yield _Given(one, f"{self._path}{name}[{place}].")

    def row(self, value: object) -> tuple[str, ...]:
        if not isinstance(value, list | tuple) or not all(isinstance(cell, str) for cell in value):
            raise self.wrong("rows", "рядок має складатися з текстів")
        return tuple(value)

    def done(self) -> None:
        if self._left:
            raise self.wrong(min(map(str, self._left)), "такого поля немає")
