"""Data and a template of this folder into a PDF/A-2b, by typst; nothing is fetched, nothing is written to the disk."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import typst

FOLDER = Path(__file__).parent
ARCHIVE: Final = "a-2b"
# Letters, figures and signs that the font surely has; what else a text has is tried one by one.
KNOWN = re.compile(
    "[\t\n\r\u0020-\u007e\u00a0-\u00ac\u00ae-\u017f\u0400-\u045f\u0490\u0491\u2010-\u2015\u2018-\u201e\u2022\u2026\u20ac\u2116]+"
)
ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
NO_SHAPE = "\ufffd"


def pdf(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The template filled in with the data; a character without a shape in any font is drawn as «\ufffd».

    :param template: a name in this folder, «letter.typ»; it reads the data as JSON, so texts are never markup.
    :param at: the moment written into the file, so that the same data make the same bytes.
    """
    try:
        return _compiled(template, data, at)
    except typst.TypstError:
        # An archive file may hold no text that cannot be drawn.
        return _compiled(template, _drawable(data), at)


def value(template: str, data: Mapping[str, Any], label: str) -> Any:
    """What the template noted under the label while it was set with the data: a page, a place."""
    found = _compiler(template, data).query(label, field="value", one=True)
    return json.loads(found)


def unprintable(text: str) -> str:
    """The characters of the text that no font draws, each once; empty for nearly every text."""
    return "".join(one for one in sorted(set(KNOWN.sub("", text))) if not _is_drawn(one))


def _compiled(template: str, data: Mapping[str, Any], at: datetime) -> bytes:
    # A date of a PDF has whole seconds, and the compiler takes no others.
    whole = at.replace(microsecond=0)
    made = _compiler(template, data).compile(format="pdf", pdf_standards=ARCHIVE, timestamp=whole)
    assert isinstance(made, bytes)
    return made


def _compiler(template: str, data: Mapping[str, Any]) -> typst.Compiler:
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return typst.Compiler(FOLDER / template, root=FOLDER, font_paths=_fonts(), sys_inputs=inputs)


def _drawable(data: Any) -> Any:
    """The same data without what cannot be drawn."""
    if isinstance(data, str):
        return "".join(NO_SHAPE if one in unprintable(data) else one for one in data) if unprintable(data) else data
    if isinstance(data, Mapping):
        return {key: _drawable(value) for key, value in data.items()}
    return [_drawable(value) for value in data] if isinstance(data, list | tuple) else data


@lru_cache(maxsize=4096)
def _is_drawn(character: str) -> bool:
    try:
        return bool(_compiled("probe.typ", {"text": character, "svg": ""}, ANY_MOMENT))
    except typst.TypstError:
        return False


@lru_cache(maxsize=32)
def is_picture(svg: str) -> bool:
    """Whether the text is an SVG that can be drawn: a wrong one of a city's file must stop no letter."""
    try:
        return bool(_compiled("probe.typ", {"text": "", "svg": svg}, ANY_MOMENT))
    except typst.TypstError:
        return False


@cache
def _fonts() -> typst.Fonts:
    # Reading the system's fonts takes longer than a letter does.
    return typst.Fonts()
