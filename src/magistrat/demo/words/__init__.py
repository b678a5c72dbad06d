"""Words of the demo cities: names, correspondents, topics of letters. Read once from the files beside."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def read(name: str) -> dict[str, Any]:
    """One file of words by its name without ending."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
