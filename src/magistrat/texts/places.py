"""Places of recognised words, packed for the table."""

from __future__ import annotations

import json
import zlib
from typing import Any


def packed(words: list[list[Any]]) -> bytes:
    """Left, top, width, height (thousandths of the page) and the word of each, small."""
    return zlib.compress(json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode())


def unpacked(kept: bytes | memoryview | None) -> list[list[Any]]:
    """The words again."""
    return list(json.loads(zlib.decompress(bytes(kept)))) if kept else []


def told(pages: list[dict[str, Any]]) -> str:
    """Pages with their words, as the maker of the layer reads them."""
    return json.dumps(pages, ensure_ascii=False)
