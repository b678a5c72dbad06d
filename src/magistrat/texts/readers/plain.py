"""Plain text: UTF-8, UTF-16 with its mark, or the Cyrillic table of Windows."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Any

from magistrat.texts.readers import letters, limits

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read(path: str) -> dict[str, Any]:
    """The text as one page."""
    with Path(path).open("rb") as stream:
        head = stream.read(limits.MOST_LETTERS * 2)
    return {"pages": letters.bounded([letters.tidy(decoded(head))])}


def decoded(body: bytes) -> str:
    """The text, by whichever table it was written."""
    encoding = next((name for mark, name in MARKS if body.startswith(mark)), "")
    if encoding:
        return body.decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1251", "replace")
