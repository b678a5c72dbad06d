"""The made-up second edition of a city's regulation: a copy of the first, changed by a small patch."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from magistrat.regulation import folders

HERE = Path(__file__).parent / "editions"


def patch_of(city: str) -> Path | None:
    """The patch file of the city; the demo of most cities has none."""
    file = HERE / city / "second" / "patch.toml"
    return file if file.is_file() else None


def patched(patch: Path, cities: Path, city: str, in_force_from: date) -> dict[str, str]:
    """The texts of the second edition in force from the day.

    :raises ValueError: when a text to be changed is not in its file exactly once.
    """
    said = tomllib.loads(patch.read_text(encoding="utf-8"))
    texts = folders.edition(cities / city / said["base"])
    day = in_force_from.isoformat()
    words = {"{day}": day, "{day_uk}": f"{in_force_from:%d.%m.%Y}"}
    for change in said["change"]:
        texts[change["file"]] = _changed(texts[change["file"]], change, words)
    return texts


def _changed(text: str, change: Mapping[str, str], words: Mapping[str, str]) -> str:
    if text.count(change["old"]) != 1:
        raise ValueError(f"{change['file']}: «{change['old']}» is there {text.count(change['old'])} times")
    new = change["new"]
    for name, value in words.items():
        new = new.replace(name, value)
    return text.replace(change["old"], new)
