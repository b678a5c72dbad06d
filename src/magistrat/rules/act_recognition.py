"""A paper brought as DOCX recognised into the parts of an act; what was not understood is named and left to the person."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from magistrat.rules.act_blocks import Block
from magistrat.rules.act_points import Known, Names, nested, point_of
from magistrat.rules.act_text import ActText, Annex

# What is printed on a blank or by the system itself, and is no part of the text.
_SPACED = {word: r"\s?".join(word) for word in ("розпорядження", "рішення")}
_BLANK = re.compile(
    r"україна|(?:.*\bміська рада|.*\bміський голова|.*\bвиконавчий комітет|.*\bвиконком)\W*$|про[єе]кт\W*$"
    rf"|{_SPACED['розпорядження']}(?: міського голови)?\W*$|{_SPACED['рішення']}\W*$"
    r"|(?:від\s+)?[\d_ ]*[_\d]{1,2}[.\s_]\S*.*№.*|[_\s№.\d]+$|м\.\s?\w.*",
    re.IGNORECASE,
)
_ORDERING = re.compile(
    r"(?:(?P<before>.*?)\s+)??(?P<words>(?:(?:виконавчий\s+комітет|виконком|міська\s+рада)\b[^,;.]*\s)?(?:вирішив|вирішила|ухвалив|ухвалила)\s*:?"
    r"|(?:зобов['’ʼ]язую|наказую|доручаю|постановляю|пропоную)\s*:?)",
    re.IGNORECASE | re.DOTALL,
)
_LABEL = re.compile(r"(?P<label>\d{1,3}(?:\.\d{1,3}){0,3})(?:[.)]\s*|\s+)(?P<rest>\D.*|)", re.DOTALL)
_ANNEX = re.compile(r"додаток(?:\s+№?\s*(?P<label>\d{1,3}))?\W*$", re.IGNORECASE)
_ANNEX_OF = re.compile(
    r"до\s+(?:рішення|розпорядження)\b|затверджено\b|від\s*[\d_]|[\d_]{2}\.[\d_]{2}\.\S*\s*№", re.IGNORECASE
)
_NOTE = re.compile(r"пояснювальна\s+записка\W*$", re.IGNORECASE)
_COMMISSION = re.compile(r"склад\w*\s+.*(?:комісі|робочо|групи|комітет|штаб)", re.IGNORECASE | re.DOTALL)
_SIGNATURE = re.compile(
    r"(?i:(?:в\.?\s?о\.?\s+)?(?:міськ\w+ голов\w|секретар міської ради|керуюч\w+ справами))\b.*\s[А-ЯІЇЄҐ]['’А-ЯІЇЄҐ-]{2,}$"
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The text and the paragraphs that went into none of its parts, as they stood."""

    text: ActText
    left: tuple[str, ...]


@dataclass
class _Reading:
    """Where the reading stands: the part that is being filled, and what has been gathered."""

    title: str = ""
    stating: list[str] = field(default_factory=list)
    ordering: str = ""
    points: list[tuple[str, list[str]]] = field(default_factory=list)
    annexes: list[Annex] = field(default_factory=list)
    note: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    part: str = "head"


def recognise(blocks: Iterable[Block], *, known: Sequence[Known], on: date) -> Recognised:
    """The act of these paragraphs and tables.

    :param known: names of posts by which executors are found; :param on: the day from which repeating terms begin.
    """
    reading = _Reading()
    for block in blocks:
        _take(reading, block)
    names = Names(known)
    points = [point_of(label, "\n".join(lines), names, on) for label, lines in reading.points]
    text = ActText(
        title=reading.title,
        stating="\n".join(reading.stating),
        ordering=reading.ordering,
        points=nested(points),
        annexes=tuple(reading.annexes),
        note="\n".join(reading.note),
    )
    return Recognised(text, tuple(reading.left))


def titled(text: ActText, title: str) -> ActText:
    """The text with the title that the draft had, for a paper that has none."""
    return dataclasses.replace(text, title=title)


def _take(reading: _Reading, block: Block) -> None:
    line = block.text.strip()
    if block.rows:
        _table(reading, block)
    elif not line:
        return
    elif _NOTE.match(line) and reading.part != "head":
        reading.part = "note"
    elif (annex := _ANNEX.match(line)) and reading.part != "head":
        reading.annexes.append(Annex(annex["label"] or ""))
        reading.part = "annex head"
    else:
        _PARTS[reading.part](reading, block, line)


def _head(reading: _Reading, block: Block, line: str) -> None:
    if re.match(r"про\b", line, re.IGNORECASE):
        reading.title, reading.part = line, "title" if block.is_heading else "stating"
    elif re.match(r"(?:відповідно|керуючись|з\s+метою|на\s+виконання|на\s+підставі)\b", line, re.IGNORECASE):
        reading.part = "stating"
        _stating(reading, block, line)
    elif not _BLANK.match(line):
        reading.left.append(line)


def _title(reading: _Reading, block: Block, line: str) -> None:
    """A title may take several paragraphs, as long as they look alike."""
    if block.is_heading and not _label(block, line):
        reading.title += f" {line}"
        return
    reading.part = "stating"
    _stating(reading, block, line)


def _stating(reading: _Reading, block: Block, line: str) -> None:
    if found := _label(block, line):
        reading.part = "points"
        reading.points.append((found[0], [found[1]]))
    elif reading.ordering:
        # The only point of a short order stands without a number.
        reading.part = "points"
        reading.points.append(("1", [line]))
    elif said := _ORDERING.fullmatch(line):
        if said["before"]:
            reading.stating.append(said["before"])
        reading.ordering = said["words"]
    else:
        reading.stating.append(line)


def _points(reading: _Reading, block: Block, line: str) -> None:
    if found := _label(block, line):
        reading.points.append((found[0], [found[1]]))
    elif _SIGNATURE.match(line):
        reading.part = "after"
    else:
        reading.points[-1][1].append(line)


def _after(reading: _Reading, block: Block, line: str) -> None:
    reading.left.append(line)


def _annex_head(reading: _Reading, block: Block, line: str) -> None:
    if _ANNEX_OF.match(line):
        return
    annex = reading.annexes[-1]
    if block.is_heading:
        title = f"{annex.title} {line}".strip()
        reading.annexes[-1] = dataclasses.replace(annex, title=title, is_commission=bool(_COMMISSION.search(title)))
        return
    reading.part = "annex"
    _annex(reading, block, line)


def _annex(reading: _Reading, block: Block, line: str) -> None:
    if _SIGNATURE.match(line):
        return
    annex = reading.annexes[-1]
    words = f"{block.label}. {line}" if block.label else line
    reading.annexes[-1] = dataclasses.replace(annex, text=f"{annex.text}\n{words}".strip())


def _table(reading: _Reading, block: Block) -> None:
    """A table belongs to its annex, the first one; of others the words are left to the person."""
    if reading.part.startswith("annex") and not reading.annexes[-1].rows:
        reading.part = "annex"
        reading.annexes[-1] = dataclasses.replace(reading.annexes[-1], rows=block.rows)
    else:
        reading.left += [" | ".join(row) for row in block.rows if any(cell.strip() for cell in row)]


def _note(reading: _Reading, block: Block, line: str) -> None:
    reading.note.append(line)


_PARTS = {
    "head": _head,
    "title": _title,
    "stating": _stating,
    "points": _points,
    "after": _after,
    "annex head": _annex_head,
    "annex": _annex,
    "note": _note,
}


def _label(block: Block, line: str) -> tuple[str, str] | None:
    """The number of a point and the words after it, typed or printed by the program."""
    if block.label:
        return block.label, line
    found = _LABEL.fullmatch(line)
    # «20 грудня…», a year or a date is no number of a point.
    if found is None or (line[found.end("label")] not in ".)" and "." not in found["label"]):
        return None
    return found["label"], found["rest"].strip()
