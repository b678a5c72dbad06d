"""What a city prints on: heads of its letter blanks (ДСТУ 4163:2020, 6.8) and sheets of its label printers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from magistrat.rules.form import Fields

DEPARTMENT = "{department}"
NAMED = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Blank:
    """The head of a blank: names of council, body, department, and reference data.

    :param main: the line that is printed in bold, counted from 0.
    :param emblem: SVG of the coat of arms, 17 by 12 mm; empty where the city has given none.
    """

    lines: tuple[str, ...]
    main: int = 0
    reference: tuple[str, ...] = ()
    emblem: str = ""

    def of(self, department: str, names: Mapping[str, str]) -> Blank:
        """The blank of one department: its name in capitals where a line says «{department}».

        Reference lines take the city's names, «{postal_address}»; a line whose name the city does not have is left out.
        """
        lines = tuple(line.replace(DEPARTMENT, department.upper()) for line in self.lines)
        reference = [NAMED.sub(lambda found: names.get(found[1], ""), line) for line in self.reference]
        return Blank(lines, self.main, tuple(line for line in reference if line.strip()), self.emblem)


@dataclass(frozen=True, slots=True)
class LabelForm:
    """The sheet of a label printer: a roll has one label a page. Sizes in millimetres."""

    key: str
    title: str
    page_width: float
    page_height: float
    width: float
    height: float
    columns: int = 1
    rows: int = 1
    left: float = 0
    top: float = 0
    gap_x: float = 0
    gap_y: float = 0

    @property
    def places(self) -> int:
        """How many labels a page holds."""
        return self.columns * self.rows


ROLL = LabelForm("roll", "рулон 58 × 40 мм", 58, 40, 58, 40)


@dataclass(frozen=True, slots=True)
class Stationery:
    """Blanks by key (`mayor council committee department`) and forms of labels, the usual one first.

    A city whose regulation has no barcode and that lists no labels is not offered any.
    """

    blanks: Mapping[str, Blank]
    labels: tuple[LabelForm, ...] = ()

    @property
    def forms(self) -> tuple[LabelForm, ...]:
        """The city's forms, a roll where it lists none."""
        return self.labels or (ROLL,)

    def label(self, key: str) -> LabelForm:
        """The form of this key, else the usual one."""
        return next((form for form in self.forms if form.key == key), self.forms[0])


def read(fields: Fields) -> Stationery:
    """Take `[[blank]]` and `[[label]]` from the fields of ``city.toml``.

    :raises FormError: naming file, table, field and reason.
    """
    blanks = dict(_blank(fields.file, table) for table in fields.tables("blank"))
    labels = tuple(_label(fields.file, table) for table in fields.tables("label"))
    return Stationery(blanks, labels)


def _blank(file: str, table: Any) -> tuple[str, Blank]:
    fields = Fields(file, "blank", table)
    key, lines = fields.take("key", str), fields.texts("lines")
    if not lines:
        raise fields.error("lines", "потрібен хоча б один рядок")
    main = fields.take("main", int, 0)
    if not 0 <= main < len(lines):
        raise fields.error("main", f"рядків {len(lines)}, а названо рядок {main}")
    blank = Blank(lines, main, fields.texts("reference"), fields.take("emblem", str, ""))
    fields.done()
    return key, blank


def _label(file: str, table: Any) -> LabelForm:
    fields = Fields(file, "label", table)
    key, title = fields.take("key", str), fields.take("title", str)
    page, size = _pair(fields, "page"), _pair(fields, "size")
    grid, start, gap = _pair(fields, "grid", (1, 1)), _pair(fields, "start", (0, 0)), _pair(fields, "gap", (0, 0))
    fields.done()
    form = LabelForm(key, title, *page, *size, int(grid[0]), int(grid[1]), *start, *gap)
    width = form.left + form.columns * form.width + (form.columns - 1) * form.gap_x
    height = form.top + form.rows * form.height + (form.rows - 1) * form.gap_y
    if min(*page, *size, *grid) <= 0 or width > form.page_width or height > form.page_height:
        raise fields.error("grid", "бирки не вміщуються на аркуш")
    return form


def _pair(fields: Fields, key: str, default: tuple[float, float] | None = None) -> tuple[float, float]:
    value: Any = fields.take(key, list) if default is None else fields.take(key, list, list(default))
    if len(value) != 2 or not all(isinstance(one, int | float) and not isinstance(one, bool) for one in value):
        raise fields.error(key, "очікується два числа, міліметри або кількість: [58, 40]")
    return value[0], value[1]
