"""Taking files out of a container into a folder: cleaned names, and bounds that no archive passes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from magistrat.texts.readers import limits
from magistrat.texts.readers.trouble import Unreadable

MOST_FILES = 500
# Small archives of texts may grow much and harm nobody.
ALWAYS_ALLOWED = 20 * limits.MEGABYTE
TOO_MANY = f"У контейнері понад {MOST_FILES} файлів: автоматично його не розпаковують."
TOO_LARGE = "Контейнер розпаковується у надто великий обсяг: автоматично його не розпаковують."
_NOISE = re.compile(r"(^|/)(__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini)$", re.IGNORECASE)
# Marks that turn the direction of writing hide the true ending of a name.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def cleaned(name: str) -> str:
    """The path inside the container without ways up, roots, drives and control marks; never empty."""
    parts = [_CONTROL.sub("", part).strip() for part in name.replace("\\", "/").split("/")]
    parts = [part for part in parts if part not in {"", ".", ".."} and not re.fullmatch(r"[A-Za-z]:", part)]
    return unicodedata.normalize("NFC", "/".join(parts))[-500:] or "без назви"


class Taken:
    """What has been taken out so far; writes each file, counts bytes and files."""

    def __init__(self, into: str, packed: int) -> None:
        self.files: list[dict[str, Any]] = []
        self.left: list[dict[str, str]] = []
        self._into = Path(into)
        self._left = max(ALWAYS_ALLOWED, min(limits.MOST_UNPACKED, packed * limits.MOST_GROWTH))

    def put(self, name: str, pieces: Iterator[bytes]) -> None:
        """Write one file.

        :raises Unreadable: one of the bounds is passed; nothing of the container is kept then.
        """
        clean = cleaned(name)
        if _NOISE.search(clean):
            return
        self._count()
        place = self._into / str(len(self.files))
        size = 0
        with place.open("wb") as target:
            for piece in pieces:
                size += len(piece)
                self._left -= len(piece)
                if self._left < 0:
                    raise Unreadable(TOO_LARGE)
                target.write(piece)
        self.files.append({"name": clean, "path": str(place), "size": size})

    def leave(self, name: str, reason: str) -> None:
        """Tell of a file that was not taken out and why."""
        if not _NOISE.search(clean := cleaned(name)):
            self._count()
            self.left.append({"name": clean, "reason": reason})

    def _count(self) -> None:
        if len(self.files) + len(self.left) >= MOST_FILES:
            raise Unreadable(TOO_MANY)

    def answer(self, **more: Any) -> dict[str, Any]:
        """What the reader answers."""
        return {"files": self.files, "left": self.left} | more
