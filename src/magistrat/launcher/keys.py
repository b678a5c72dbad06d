"""Passwords of the embedded server's roles and the city's secret key: made once, kept beside the data."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

NAMES = ("superuser", "owner", "app", "secret_key")


def load(city_folder: Path) -> dict[str, str]:
    """Read the city folder's keys; make those that are missing. The file is for its owner alone."""
    path = city_folder / "keys.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if set(NAMES) - set(known):
        known = {name: secrets.token_urlsafe(32) for name in NAMES} | known
        write_private(path, json.dumps(known, indent=2))
    return {name: str(known[name]) for name in NAMES}


def write_private(path: Path, text: str) -> None:
    """Write a file of mode 600 in one step: a killed writer leaves the old one."""
    half = path.with_name(path.name + ".new")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
