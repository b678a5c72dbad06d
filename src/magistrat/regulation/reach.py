"""What a function reaches: the words that it and all the code it calls hold, read from the loaded code itself.

Reading the code that runs, and not a list kept beside it, is what makes «де діє цей пункт» true: hooks, panels and
tables of deeds are followed as they stand in memory.
"""

from __future__ import annotations

import dis
import functools
import re
import sys
from collections.abc import Iterator, Mapping
from types import CodeType, FunctionType, MappingProxyType, MethodType, ModuleType
from typing import Any

HOUSE = "magistrat."
WORD = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*|[\w/]+\.html")
DEEP = 6
# How the tables of deeds call what a deed runs.
RUNS = ("run", "do")
# Names of events are no rules, though some are called alike.
NOT_ENTERED = "magistrat.rules.events"
Node = tuple[object, frozenset[str], tuple[Any, ...]]


class Reach:
    """Remembers of each function, class and object what it holds, so that a thousand routes cost one reading."""

    def __init__(self) -> None:
        self.nodes: dict[int, Node] = {}

    def walk(self, root: object) -> Iterator[tuple[object, frozenset[str]]]:
        """Each thing that the root reaches with its own words, nearest first; named deeds are met but not entered."""
        seen, line = {id(root)}, [root]
        for thing in line:
            _, words, edges = self.node(thing)
            yield thing, words
            if thing is not root and deed_name(thing):
                continue
            for edge in edges:
                if id(edge) not in seen:
                    seen.add(id(edge))
                    line.append(edge)

    def node(self, thing: object) -> Node:
        """The thing's own words and what it leads to."""
        kept = self.nodes.get(id(thing))
        if kept is None:
            words, edges = set[str](), list[Any]()
            for part in _parts(thing):
                _sort(part, words, edges, 0)
            kept = self.nodes[id(thing)] = (thing, frozenset(words), tuple(edges))
        return kept


def deed_name(thing: object) -> str:
    """The name of a deed that a table of deeds holds (an object with a label and what it runs); else nothing."""
    if not _is_ours(type(thing).__module__) or isinstance(thing, (type, ModuleType, FunctionType)):
        return ""
    if any(callable(getattr(thing, run, None)) for run in RUNS):
        return str(getattr(thing, "label", "") or getattr(thing, "title", ""))
    return ""


def _is_ours(module: object) -> bool:
    return isinstance(module, str) and module.startswith(HOUSE)


def _fields(thing: object) -> Mapping[str, Any]:
    slots = getattr(type(thing), "__slots__", ())
    return {name: getattr(thing, name, None) for name in (*getattr(thing, "__dict__", ()), *slots)}


def _parts(thing: Any) -> Iterator[Any]:
    """What a function names, what a class or an object holds."""
    if isinstance(thing, FunctionType):
        yield getattr(thing, "__wrapped__", None)
        if _is_ours(thing.__module__) and thing.__module__ != NOT_ENTERED:
            yield from (thing.__defaults__ or (), thing.__kwdefaults__ or {})
            yield from (cell.cell_contents for cell in thing.__closure__ or () if _is_filled(cell))
            yield from _named(thing.__code__, thing.__globals__)
    elif isinstance(thing, type):
        yield from list(vars(thing).values())
    else:
        yield from _fields(thing).values()


def _is_filled(cell: Any) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False


def _named(code: CodeType, known: Mapping[str, Any]) -> Iterator[Any]:
    """Values that the code's instructions load: constants, globals, and attributes of modules."""
    current: Any = None
    imported: Any = None
    for step in dis.get_instructions(code):
        if step.opname == "LOAD_CONST" and isinstance(step.argval, CodeType):
            yield from _named(step.argval, known)
        elif step.opname == "LOAD_CONST":
            yield step.argval
        elif step.opname == "IMPORT_NAME":
            imported = sys.modules.get(step.argval)
        elif step.opname == "IMPORT_FROM":
            yield getattr(imported, step.argval, None)
        elif step.opname in {"LOAD_GLOBAL", "LOAD_NAME"}:
            current = known.get(step.argval)
            yield current
        elif step.opname in {"LOAD_ATTR", "LOAD_METHOD"} and isinstance(current, ModuleType):
            current = getattr(current, step.argval, None)
            yield current
        else:
            current = None


def _sort(part: Any, words: set[str], edges: list[Any], depth: int) -> None:
    """Put the value among the words, or among what is led to; tables are looked through."""
    if isinstance(part, str):
        if WORD.fullmatch(part):
            words.add(part)
    elif (inner := _inner(part)) is not None:
        if depth < DEEP:
            for one in inner:
                _sort(one, words, edges, depth + 1)
    elif not isinstance(part, ModuleType) and (isinstance(part, FunctionType) or _is_house(part)):
        edges.append(part)


def _inner(part: Any) -> list[Any] | None:
    """What a table or a wrapper holds; nothing for what is neither."""
    if isinstance(part, (tuple, list, set, frozenset)):
        return list(part)
    if isinstance(part, (dict, MappingProxyType)):
        return list(part.items())
    if isinstance(part, functools.partial):
        return [part.func, part.args, part.keywords]
    if isinstance(part, (staticmethod, classmethod, MethodType)):
        return [part.__func__]
    if isinstance(part, property):
        return [part.fget]
    # functools.cache and its like: what they call stands in `__wrapped__`
    is_wrapper = not isinstance(part, (type, ModuleType, FunctionType)) and hasattr(part, "__wrapped__")
    return [part.__wrapped__] if is_wrapper else None


def _is_house(part: Any) -> bool:
    return _is_ours(part.__module__ if isinstance(part, type) else type(part).__module__)
