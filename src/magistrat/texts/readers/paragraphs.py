"""Paragraphs and tables of a DOCX one after another, with what tells a title from a point: looks and automatic numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.table import Table

from magistrat.texts.readers import archive, trouble
from magistrat.texts.readers.office import refuse_locked

MOST_BLOCKS, MOST_LETTERS, MOST_ROWS, MOST_CELLS = 5_000, 20_000, 1_000, 20
LEVELS = 9


def read(path: str) -> list[dict[str, Any]]:
    """Each block: `text`, `is_heading` (bold, italic or centred as a whole), `label` of automatic numbering, `rows` of a table.

    :raises Unreadable: it is no DOCX, is locked or broken.
    """
    refuse_locked(path)
    archive.check(path)
    try:
        document = docx.Document(path)
    except (KeyError, ValueError, AttributeError) as reason:
        raise trouble.Unreadable(trouble.BROKEN) from reason
    numbers = _Numbers(document)
    found = []
    for block in document.iter_inner_content():
        found += [_table(block)] if isinstance(block, Table) else list(_lines(block, numbers))
        if len(found) > MOST_BLOCKS:
            raise trouble.Unreadable("Файл завеликий для проєкту акта.")
    return found


def _lines(paragraph: Any, numbers: _Numbers) -> Iterator[dict[str, Any]]:
    """A paragraph line by line: people break lines within one as well."""
    label, is_heading = numbers.label(paragraph), _is_heading(paragraph)
    for line in paragraph.text[:MOST_LETTERS].split("\n"):
        yield {"text": line.strip(), "is_heading": is_heading, "label": label, "rows": []}
        label = ""


def _table(table: Table) -> dict[str, Any]:
    rows = []
    for row in table.rows[:MOST_ROWS]:
        # A merged cell is met in each of its places.
        cells = {cell._tc: cell for cell in row.cells}  # noqa: SLF001 - python-docx has no other mark of sameness
        rows.append([" ".join(cell.text[:MOST_LETTERS].split()) for cell in list(cells.values())[:MOST_CELLS]])
    return {"text": "", "is_heading": False, "label": "", "rows": rows}


def _is_heading(paragraph: Any) -> bool:
    runs = [run for run in paragraph.runs if run.text.strip()]
    style = paragraph.style.font if paragraph.style is not None else None
    looks = [
        all(_has(getattr(run.font, name), style, name) for run in runs) for name in ("bold", "italic")
    ]  # fmt: skip
    return bool(runs) and (any(looks) or paragraph.alignment == ALIGN.CENTER)


def _has(value: bool | None, style: Any, name: str) -> bool:
    return bool(getattr(style, name, None) if value is None else value)


class _Numbers:
    """What automatic numbering prints before paragraphs: «1.», «1.1.» of decimal lists; bullets print no number."""

    def __init__(self, document: Any) -> None:
        self._formats: dict[tuple[str, int], str] = {}
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * LEVELS)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            # So python-docx says that the file has no numbering at all: no paragraph has a number then.
            return
        abstract = {one.get(qn("w:abstractNumId")): one for one in root.findall(qn("w:abstractNum"))}
        for number in root.findall(qn("w:num")):
            known = number.find(qn("w:abstractNumId"))
            shape = abstract.get(known.get(qn("w:val"))) if known is not None else None
            for level in shape.findall(qn("w:lvl")) if shape is not None else ():
                kind = level.find(qn("w:numFmt"))
                key = (number.get(qn("w:numId")), int(level.get(qn("w:ilvl"))))
                self._formats[key] = kind.get(qn("w:val")) if kind is not None else ""

    def label(self, paragraph: Any) -> str:
        """The paragraph's number; empty when it has none or is no decimal one."""
        found = self._of(paragraph)
        if found is None or self._formats.get(found) != "decimal" or not paragraph.text.strip():
            return ""
        number, level = found
        counts = self._counts[number]
        counts[level] += 1
        counts[level + 1 :] = [0] * (LEVELS - level - 1)
        return ".".join(str(one or 1) for one in counts[: level + 1])

    def _of(self, paragraph: Any) -> tuple[str, int] | None:
        style = paragraph.style.element.pPr if paragraph.style is not None else None
        for properties in (paragraph._p.pPr, style):  # noqa: SLF001 - python-docx has no word for numbering
            numbering = properties.numPr if properties is not None else None
            if numbering is not None and numbering.numId is not None:
                level = numbering.ilvl.val if numbering.ilvl is not None else 0
                return str(numbering.numId.val), min(level, LEVELS - 1)
        return None
