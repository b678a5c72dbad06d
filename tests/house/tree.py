"""The code base as the thing under test: its files, floors and apps."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCE = CHECKOUT / "src" / "magistrat"

# Lowest first; apps of one row stand side by side (docs/map.md, .importlinter).
FLOORS = (
    ("rules", "launcher"),
    ("ui", "accounts", "journal", "numbers", "storage", "texts", "signatures", "papers", "outbox"),
    ("regulation",),
    ("organisation",),
    ("documents",),
    ("tasks",),
    ("approvals",),
    ("bodies",),
    ("acts", "correspondence", "exchange", "moving", "registers", "reports", "sittings"),
    ("amendments",),
    ("workplace", "portal", "api", "cli", "demo"),
    ("config",),
)
FLOOR = {app: number for number, row in enumerate(FLOORS) for app in row}


def python_files(folder: Path = SOURCE) -> list[Path]:
    """Every Python file below the folder."""
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def templates() -> list[Path]:
    """Every template of the house."""
    return sorted(path for path in SOURCE.rglob("templates/**/*") if path.is_file())


def app_of(path: Path) -> str:
    """The package of `magistrat` in which the file lies."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def room_of(path: Path) -> str:
    """The room of its app: actions, queries, pages…"""
    parts = path.relative_to(SOURCE).parts
    return parts[1].removesuffix(".py") if len(parts) > 1 else ""


def shown(path: Path) -> str:
    """The path as a message names it."""
    return str(path.relative_to(CHECKOUT))


@cache
def parsed(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def texts(path: Path) -> Iterator[str]:
    """The string literals of a Python file, docstrings among them."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def matches(pattern: str, path: Path) -> list[str]:
    """What the pattern finds in the file."""
    return re.findall(pattern, path.read_text(encoding="utf-8"))
