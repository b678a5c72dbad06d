"""An act on paper: its blank, text, signatures, annexes and reverse pages as PDF/A (ДСТУ 4163:2020; KR annexes 3, 4, 8–11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from magistrat.papers import sheets, typesetting
from magistrat.rules.act_paper import Group, Named
from magistrat.rules.stationery import Blank

TEMPLATE = "act.typ"
DRAFT = "ПРОЄКТ"
AGREED = "Погоджено:"
# A page's text is 257 mm high (6.2); its upper margin 20 mm.
TOP, HEIGHT, WIDTH = 20, 257, 170
# Of 12 points in bold: a letter and the room beside a cell's words; more letters than these go on the next line anyway.
LETTER, INSET, MOST_LETTERS = 2.5, 4, 60


@dataclass(frozen=True)
class Line:
    """A point with its label as printed, and how deep it lies (1: a point of the act itself)."""

    text: str
    depth: int = 1


@dataclass(frozen=True)
class Back:
    """The reverse of a last page; empty parts are not printed.

    :param prepared: «Рішення підготовлено управлінням економіки:».
    :param groups: under «Погоджено:»; an annex has none.
    :param dispatch: «Рішення розіслати: …».
    :param preparer: name and telephones of who prepared it, at the lower left.
    """

    prepared: str
    head: Named | None
    groups: tuple[Group, ...] = ()
    dispatch: str = ""
    preparer: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnnexSheets:
    """An annex: what stands at the upper right, words or a table (the first row is its head), who signs it.

    :param is_commission: the table is a commission's composition: printed without lines and head.
    """

    heading: tuple[str, ...]
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    is_commission: bool = False
    signatures: tuple[Named, ...] = ()
    back: Back | None = None


@dataclass(frozen=True)
class ActSheets:
    """An act; empty requisites are not printed.

    :param kind: «РІШЕННЯ», printed spaced; `day`, `place`, `number` stand in one line under it.
    :param ordering: the words that begin the points, «виконком міської ради вирішив:»; the last one is in italics.
    :param mark: at the upper right of the first page, «ПРОЄКТ».
    :param changes: under the heading: by which acts it has been changed (KR 15.13).
    :param visas: below the signature, where the city's regulation has no form of the reverse page.
    :param listing: whom it goes to, on a separate sheet, when the mailing list names them in general words.
    """

    blank: Blank
    kind: str
    day: str
    place: str
    number: str
    title: str
    stating: tuple[str, ...]
    ordering: str
    points: tuple[Line, ...]
    signature: Named
    is_title_italic: bool = False
    restriction: str = ""
    mark: tuple[str, ...] = ()
    changes: str = ""
    visas: tuple[Named, ...] = ()
    annexes: tuple[AnnexSheets, ...] = ()
    back: Back | None = None
    listing_heading: str = ""
    listing: tuple[str, ...] = ()


def act_pdf(act: ActSheets, *, at: datetime) -> bytes:
    """The act, its reverse page, its annexes each with its own, and the separate mailing list as one PDF/A-2b."""
    return typesetting.pdf(TEMPLATE, data(act), at=at)


def pages_of(act: ActSheets) -> float:
    """How many pages the main text with its signature takes, the last one in part: 1.4 (KR 4.16.4, 6.3.1)."""
    bare = {**data(act), "annexes": [], "back": None, "listing": [], "visas": []}
    end = typesetting.value(TEMPLATE, bare, "<end>")
    return float(round(end["page"] - 1 + max(0.0, (end["y"] - TOP) / HEIGHT), 2))


def data(act: ActSheets) -> dict[str, Any]:
    """What the template reads."""
    blank = act.blank
    return {
        "title": act.title,
        "author": act.signature.name,
        "blank": {"lines": blank.lines, "main": blank.main, "emblem": sheets.emblem(blank)},
        "kind": act.kind,
        "day": act.day,
        "place": act.place,
        "number": act.number,
        "is_title_italic": act.is_title_italic,
        "restriction": act.restriction,
        "mark": act.mark,
        "changes": act.changes,
        "stating": act.stating,
        "ordering": split_ordering(act.ordering),
        "points": [{"text": line.text, "depth": line.depth} for line in act.points],
        "signature": _named(act.signature),
        "visas": [_named(one) for one in act.visas],
        "annexes": [_annex(one) for one in act.annexes],
        "back": _back(act.back),
        "listing_heading": act.listing_heading,
        "listing": act.listing,
    }


def split_ordering(words: str) -> dict[str, str]:
    """«виконком міської ради вирішив:» as its plain beginning and the last word, which is set in italics."""
    before, _, last = words.strip().rpartition(" ")
    return {"before": before, "last": last}


def back_lines(back: Back) -> list[str]:
    """The reverse page line by line, as it is read aloud: for the comparison with the regulation's own form."""
    found = [back.prepared, *_said(back.head)]
    if back.groups:
        found.append(AGREED)
    for group in back.groups:
        found += [group.heading] if group.heading else []
        found += [line for one in group.people for line in _said(one)]
    found += [back.dispatch] if back.dispatch else []
    return [*found, *back.preparer]


def widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Columns of a table in millimetres: each holds its longest word, the rest goes by how much they hold."""
    columns = max((len(row) for row in rows), default=0)
    least, wanted = [], []
    for place in range(columns):
        cells = [row[place] for row in rows if place < len(row)]
        longest = max((len(word) for cell in cells for word in cell.split()), default=1)
        least.append(longest * LETTER + INSET)
        wanted.append(max(0, min(MOST_LETTERS, max(len(cell) for cell in cells)) - longest) * LETTER)
    left = WIDTH - sum(least)
    if left <= 0:
        return [round(WIDTH * one / sum(least), 1) for one in least]
    share = left / sum(wanted) if sum(wanted) else 0
    # Where nothing asks for more the columns stay equal in what is left.
    return [
        round(one + (more * share if share else left / columns), 1) for one, more in zip(least, wanted, strict=True)
    ]


def _said(one: Named | None) -> list[str]:
    return [*one.lines, one.name] if one else []


def _named(one: Named) -> dict[str, Any]:
    return {"lines": one.lines, "name": one.name, "day": one.day}


def _annex(annex: AnnexSheets) -> dict[str, Any]:
    columns = widths(annex.rows)
    return {
        "heading": annex.heading,
        "title": annex.title,
        "paragraphs": annex.paragraphs,
        "rows": [[*row, *[""] * (len(columns) - len(row))] for row in annex.rows],
        "widths": columns,
        "is_commission": annex.is_commission,
        "signatures": [_named(one) for one in annex.signatures],
        "back": _back(annex.back),
    }


def _back(back: Back | None) -> Mapping[str, Any] | None:
    if back is None:
        return None
    return {
        "prepared": back.prepared,
        "head": _named(back.head) if back.head else None,
        "agreed": AGREED,
        "groups": [
            {"heading": group.heading, "people": [_named(one) for one in group.people]} for group in back.groups
        ],
        "dispatch": back.dispatch,
        "preparer": back.preparer,
    }
