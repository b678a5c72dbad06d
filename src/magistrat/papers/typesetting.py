"""Data and a template of this folder into a PDF/A-2b, by typst; nothing is fetched, nothing is written to the disk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

FOLDER = Path(__file__).parent
ARCHIVE: Final = "a-2b"


def pdf(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The template filled in with the data.

    :param template: a name in this folder, «letter.typ»; it reads the data as JSON, so texts are never markup.
    :param at: the moment written into the file, so that the same data make the same bytes.
    """
    compiler = typst.Compiler(FOLDER / template, root=FOLDER, font_paths=_fonts(), sys_inputs=_inputs(data))
    made = compiler.compile(format="pdf", pdf_standards=ARCHIVE, timestamp=at)
    assert isinstance(made, bytes)
    return made


def _inputs(data: Mapping[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=False)}


@cache
def _fonts() -> typst.Fonts:
    # Reading the system's fonts takes longer than a letter does.
    return typst.Fonts()
