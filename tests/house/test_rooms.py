"""What each room of an app may hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house import tree

WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "update_or_create",
    "get_or_create",
    "delete",
    "update",
    "add",
    "remove",
    "set",
}
MANAGER = re.compile(r"\.objects\b")
# Apps that are tools of the ground: their actions are parts of other deeds and leave no journal entry of their own.
PARTS_OF_DEEDS = {"journal", "signatures", "numbers", "storage", "texts", "outbox"}
CLOCKS = re.compile(r"\b(timezone\.now|datetime\.now|date\.today|datetime\.utcnow|time\.time)\(")
MAY_READ_CLOCK = {"pages", "jobs", "management", "middleware", "clock"}


def _files(*rooms: str) -> Iterator[Path]:
    for path in tree.python_files():
        if tree.app_of(path) in tree.FLOOR and tree.room_of(path) in rooms:
            yield path


def _orm_writes(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree.parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            source = ast.unparse(node.func.value)
            if MANAGER.search(source) or (
                node.func.attr in {"save", "delete", "bulk_create"}
                and source.split(".")[0] not in {"form", "book", "picture", "image", "whole"}
            ):
                yield node.lineno, ast.unparse(node.func)


def test_rows_are_written_only_in_actions():
    wrong = []
    for path in tree.python_files():
        app, room = tree.app_of(path), tree.room_of(path)
        if app in {"rules", "launcher", "cli"} or room in {"actions", "migrations"}:
            continue
        wrong += [f"{tree.shown(path)}:{line} {what}" for line, what in _orm_writes(path)]
    assert not wrong, "move the write to actions (house-style §3)\n" + "\n".join(wrong)


def test_an_app_writes_only_its_own_tables():
    wrong = []
    for path in _files("actions"):
        app = tree.app_of(path)
        foreign = {
            alias.asname or alias.name: node.module
            for node in ast.walk(tree.parsed(path))
            if isinstance(node, ast.ImportFrom)
            and (node.module or "").endswith(".models")
            and f"magistrat.{app}." not in f"{node.module}."
            for alias in node.names
        }
        for line, what in _orm_writes(path):
            owner = foreign.get(what.split(".")[0])
            if owner:
                wrong.append(f"{tree.shown(path)}:{line} {what} writes a table of {owner}")
    assert not wrong, "call an action of the table's own app\n" + "\n".join(wrong)


def _public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in tree.parsed(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def test_deeds_take_everything_by_keyword():
    wrong = []
    for path in _files("actions"):
        if tree.app_of(path) in PARTS_OF_DEEDS:
            continue
        for function in _public_functions(path):
            names = {argument.arg for argument in function.args.kwonlyargs}
            if {"actor", "at"} <= names and function.args.args:
                wrong.append(f"{tree.shown(path)}:{function.lineno} {function.name} has positional arguments")
    assert not wrong, "an action is keyword-only (house-style §3)\n" + "\n".join(wrong)


def test_public_functions_of_actions_and_queries_say_what_they_do():
    wrong = []
    for path in _files("actions", "queries"):
        wrong += [
            f"{tree.shown(path)}:{function.lineno} {function.name}"
            for function in _public_functions(path)
            if ast.get_docstring(function) is None
        ]
    assert not wrong, "write a docstring\n" + "\n".join(wrong)


def test_the_clock_is_read_only_at_the_edge():
    wrong = []
    for path in tree.python_files():
        app, room = tree.app_of(path), tree.room_of(path)
        if app in {"launcher", "cli"} or room in MAY_READ_CLOCK:
            continue
        wrong += [tree.shown(path) for line in path.read_text(encoding="utf-8").splitlines() if CLOCKS.search(line)]
    assert not wrong, "time is passed in (`at`)\n" + "\n".join(wrong)
