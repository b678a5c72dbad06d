"""Papers of a sitting as PDF: the agenda, lists of the invited, a question's regulation, registers. Data in, bytes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from magistrat.papers import typesetting
from magistrat.papers.act_sheets import widths

TEMPLATE = "sitting.typ"


@dataclass(frozen=True)
class Line:
    """A paragraph; a heading stands in the middle and stays with what follows it."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_heading: bool = False


@dataclass(frozen=True)
class Signature:
    """Who signs below: the lines of the post, the name, the day of signing where it is signed."""

    lines: tuple[str, ...] = ()
    name: str = ""
    day: str = ""


@dataclass(frozen=True)
class Sheet:
    """A paper that begins on a new page.

    :param corner: at the upper right: «Додаток 6», «до Регламенту…»; ``kind``: «СПИСОК», above the title in bold.
    :param under: below the title: day, hour, place; ``rows``: a table, its first row the head.
    """

    title: tuple[str, ...]
    kind: str = ""
    corner: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    signature: Signature = Signature()


def pdf(sheets: Sequence[Sheet], *, title: str, author: str, at: datetime, is_wide: bool = False) -> bytes:
    """The sheets as one PDF/A-2b, upright or wide."""
    data = {
        "title": title,
        "author": author,
        "is_wide": is_wide,
        "sheets": [{**asdict(sheet), "widths": widths(sheet.rows)} for sheet in sheets],
    }
    return typesetting.pdf(TEMPLATE, data, at=at)
