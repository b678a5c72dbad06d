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
TEMPLATES = {"templates", "jinja2"}
WRITTEN = {".css", ".html", ".js", ".py", ".sh", ".svg", ".toml", ".txt", ".typ"}
MADE = {".pyc"}
FLOOR = {app: number for number, row in enumerate(FLOORS) for app in row}


def python_files(folder: Path = SOURCE) -> list[Path]:
    """Every Python file below the folder."""
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def templates() -> list[Path]:
    """Every template of the house, Django's and the compiled ones."""
    found = (path for kind in sorted(TEMPLATES) for path in SOURCE.glob(f"*/{kind}/**/*"))
    return sorted(path for path in found if path.is_file())


def template_name(path: Path) -> str:
    """The name by which the house calls the template."""
    return path.relative_to(SOURCE / app_of(path)).as_posix().partition("/")[2]


def written() -> list[Path]:
    """Every file that somebody of the house wrote, but regulations, tests and documents."""
    return sorted(path for path in _files() if path.suffix in WRITTEN)


def unknown() -> list[Path]:
    """Files beside those of `written` of which it is not said that nobody wrote them."""
    return sorted(path for path in _files() if path.suffix not in WRITTEN | MADE)


def _files() -> Iterator[Path]:
    for folder in (SOURCE, CHECKOUT / "bench", CHECKOUT / "tools"):
        yield from (path for path in folder.rglob("*") if path.is_file())


def app_of(path: Path) -> str:
    """The package of `magistrat` in which the file lies; the folder of the checkout for one beside the package."""
    return path.relative_to(SOURCE if path.is_relative_to(SOURCE) else CHECKOUT).parts[0].removesuffix(".py")


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
