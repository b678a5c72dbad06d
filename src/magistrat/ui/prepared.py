"""Statements whose making is remembered: Django writes the SQL once for each shape of the arguments, not once a page.

A page of thirty statements spends more time in making their SQL anew, each time the same but for the values, than the
server in answering them. A function that is `prepared` is called once with stand-ins in the place of its values; where
they come out among the statement's parameters, the values of each call are put (docs/decisions/0018).
"""

from __future__ import annotations

import copy
import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, is_dataclass
from datetime import date, timedelta
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
T = TypeVar("T")
# Ids and days that no row has, with room between them: what is reckoned from a stand-in is known by lying beside it.
FIRST_ID, FIRST_DAY = 2_100_000_000, date(1, 1, 1)
ROOM, LAST_DAY = 1_000, date(90, 1, 1)
MARK = str(FIRST_ID)[:5]
# Up to the end of a column of 32 bits, and up to the last day.
LAST_ID = 2**31
STAND_INS = {int: (LAST_ID - FIRST_ID) // ROOM, date: (LAST_DAY - FIRST_DAY).days // ROOM}
WIDEST = 2**63
# Of an actor a statement may ask for his places alone: rights are read elsewhere.
PLACES = ("person_id", "post_id", "own_post_id", "department_id", "acting_for", "on_behalf", "line", "departments")
# The argument that is no id though it is a number.
LIMIT = "limit"
# So many shapes of one function's arguments are remembered.
MOST = 200
# Tests set it: each statement is made anew as well, and the two must be the same.
checking: Callable[[QuerySet[Any, Any], Statement[Any], Names], None] | None = None


class Unpreparable(Exception):
    """A programmer's mistake: the function does not hand on its arguments as they are."""


@dataclass
class _Places:
    """An actor of stand-ins; whoever asks him for more than places is told so by the missing attribute."""

    is_system: bool
    person_id: Any = None
    post_id: Any = None
    own_post_id: Any = None
    department_id: Any = None
    acting_for: Any = None
    on_behalf: Any = None
    line: Any = ()
    departments: Any = ()


@dataclass(frozen=True)
class _Fixed:
    """A value that decides the statement."""

    value: Any


@dataclass
class Names:
    """Equal values get equal stand-ins, so that the pattern of equality is a part of the shape."""

    values: dict[type, dict[Any, int]] = field(default_factory=lambda: {int: {}, date: {}})
    must: set[tuple[type, int]] = field(default_factory=set)

    def shape(self, value: Any, *, must: bool = True) -> Any:
        """What of the argument decides the statement; its values are numbered in passing."""
        if is_dataclass(value):
            # An actor; his class lies on a floor that this one does not import.
            return (
                "actor",
                getattr(value, "is_system", False),
                *(self.shape(getattr(value, name), must=False) for name in PLACES),
            )
        if isinstance(value, bool | str) or value is None:
            return value
        if (kind := type(value)) in self.values:
            if value == 0 or (kind is int and not -WIDEST <= value < WIDEST):
                # Nought is asked of as nothing, and what no column holds is nobody's: Django itself makes both statements.
                return _Fixed(value)
            number = self.values[kind].setdefault(value, len(self.values[kind]))
            if number >= STAND_INS[kind]:
                raise Unpreparable(f"too many of {kind.__name__}")
            if must:
                self.must.add((kind, number))
            return (kind, number)
        if isinstance(value, tuple | list | set | frozenset):
            return (kind, *(self.shape(one, must=False) for one in value))
        raise Unpreparable(f"an argument of {kind.__name__}")


def _stand_in(shape: Any) -> Any:
    if isinstance(shape, _Fixed):
        return shape.value
    if not isinstance(shape, tuple):
        return shape
    kind, *rest = shape
    if kind == "actor":
        return _Places(rest[0], *map(_stand_in, rest[1:]))
    if kind is int:
        return FIRST_ID + ROOM * rest[0]
    if kind is date:
        return FIRST_DAY + timedelta(days=ROOM * rest[0])
    return kind(map(_stand_in, rest))


def _place(param: Any, *, looks: bool = True) -> tuple[type, int] | None:
    """Which value stands here; nothing for what is the same in every call.

    :param looks: whether a text that looks like a stand-in was written from one: not when an argument itself looks so.
    :raises Unpreparable: for what was reckoned from a stand-in.
    """
    if type(param) is date and param < LAST_DAY:
        number, beside = divmod((param - FIRST_DAY).days, ROOM)
    elif isinstance(param, int) and FIRST_ID - ROOM < param < LAST_ID:
        number, beside = divmod(param - FIRST_ID, ROOM)
    elif looks and MARK in repr(param):
        number, beside = 0, 1
    else:
        return None
    if beside:
        raise Unpreparable(f"a parameter is reckoned from an argument: {param!r}")
    return int if isinstance(param, int) else date, number


def _same_for_all(lookup: Any) -> None:
    """Nothing of the arguments may stand in a prefetch: its statement is made by Django from the stand-ins' query set.

    :raises Unpreparable: for one that does.
    """
    rows = getattr(lookup, "queryset", None)
    if rows is not None and any(_place(one) for one in rows.query.get_compiler(DEFAULT_DB_ALIAS).as_sql()[1]):
        raise Unpreparable(f"an argument stands in a prefetch: {lookup!r}")


class Statement(Generic[T]):
    """A query set made of stand-ins, its SQL and where in it whose value stands."""

    def __init__(self, rows: QuerySet[Any, T], must: set[tuple[type, int]], *, looks: bool) -> None:
        self.rows = rows
        for one in rows._prefetch_related_lookups:  # noqa: SLF001 - it has no other name
            _same_for_all(one)
        self.is_empty = False
        # A compiler writes its joins into the query that it compiles; the query set keeps its own.
        self.compiler = rows.query.clone().get_compiler(DEFAULT_DB_ALIAS)
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            self.is_empty = True
            return
        self.params = [(_place(one, looks=looks), one) for one in params]
        if MARK in self.sql or must - {place for place, _ in self.params if place}:
            raise Unpreparable(f"an argument does not come out among the parameters: {self.sql}")
        self.converters = self.compiler.get_converters([one for one, *_ in self.compiler.select])

    def filled(self, names: Names) -> tuple[Any, ...]:
        """The statement's parameters with these values in their places."""
        values = {kind: list(numbered) for kind, numbered in names.values.items()}
        # The driver's own kinds of whole numbers (`Int8`) say how wide the column is: the value is of the same kind.
        return tuple(
            one if place is None else values[date][place[1]] if place[0] is date else type(one)(values[int][place[1]])
            for place, one in self.params
        )

    def answered(self, names: Names) -> list[T]:
        """The rows for these values; one statement."""
        if self.is_empty:
            return []
        params = self.filled(names)
        asked = self.rows.all()
        asked.query.get_compiler = functools.partial(self._compiled, params)  # type: ignore[method-assign]
        return list(asked)

    def counted(self, names: Names) -> int:
        """How many rows there are for these values; one statement."""
        if self.is_empty:
            return 0
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({self.sql}) AS counted", self.filled(names))  # noqa: S608 - Django's own
            return int(cursor.fetchone()[0])

    def _compiled(self, params: tuple[Any, ...], using: str = DEFAULT_DB_ALIAS, **_: Any) -> SQLCompiler:
        made: SQLCompiler = copy.copy(self.compiler)
        made.connection = connections[using]
        vars(made).update(as_sql=lambda **_: (self.sql, params), get_converters=lambda _: self.converters)
        return made


def prepared(function: Callable[P, QuerySet[Any, T]]) -> Callable[P, list[T]]:
    """The rows of the function's query set, its SQL made once for each shape of the arguments; one statement.

    Arguments are ids, days, collections of them, actors (of whom it may ask for their places), and constants that decide
    the statement: texts of a few, truth, nothing, a `limit`. The function hands them on as they are and reckons nothing
    from them.
    """
    statement = _remembered(function)

    @functools.wraps(function)
    def rows(*args: P.args, **kwargs: P.kwargs) -> list[T]:
        found, names = statement(*args, **kwargs)
        return found.answered(names)

    return rows


def _remembered(function: Callable[..., QuerySet[Any, T]]) -> Callable[..., tuple[Statement[T], Names]]:
    statements: dict[Any, Statement[T]] = {}

    def statement(*args: Any, **kwargs: Any) -> tuple[Statement[T], Names]:
        names = Names()
        shape = (
            tuple(map(names.shape, args)),
            tuple((key, _Fixed(one) if key == LIMIT else names.shape(one)) for key, one in kwargs.items()),
        )
        found = statements.get(shape)
        if found is None:
            if len(statements) >= MOST:
                statements.clear()
            made = function(*map(_stand_in, shape[0]), **{key: _stand_in(one) for key, one in shape[1]})
            found = statements[shape] = Statement(made, names.must, looks=MARK not in repr(shape))
        if checking is not None:
            checking(function(*args, **kwargs), found, names)
        return found, names

    return statement


def first(function: Callable[P, QuerySet[Any, T]]) -> Callable[P, T | None]:
    """The same for the first row of an ordered query set, or nothing."""
    rows = prepared(functools.wraps(function)(lambda *args, **kwargs: function(*args, **kwargs)[:1]))
    return functools.wraps(function)(lambda *args, **kwargs: next(iter(rows(*args, **kwargs)), None))


def count(function: Callable[P, QuerySet[Any, Any]]) -> Callable[P, int]:
    """How many rows the function's query set has, counted by the server; one statement."""
    statement = _remembered(functools.wraps(function)(lambda *args, **kwargs: _ids(function(*args, **kwargs))))

    @functools.wraps(function)
    def counted(*args: P.args, **kwargs: P.kwargs) -> int:
        found, names = statement(*args, **kwargs)
        return found.counted(names)

    return counted


def _ids(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    if rows.query.values_select or rows.query.distinct:
        return rows
    return (rows if rows.query.is_sliced else rows.order_by()).values("pk")


def attach(parents: Sequence[Model], name: str, rows: Iterable[Model], key: str) -> None:
    """Put the rows on their parents as a prefetch of the reverse relation `name` would; `key` of a row is its parent's."""
    below: dict[Any, list[Model]] = defaultdict(list)
    for row in rows:
        below[getattr(row, key)].append(row)
    for parent in parents:
        related = getattr(parent, name).get_queryset()
        related._result_cache, related._prefetch_done = below[parent.pk], True  # noqa: SLF001 - as Django's prefetch does
        parent.__dict__.setdefault("_prefetched_objects_cache", {})[name] = related
        for row in below[parent.pk]:
            setattr(row, key.removesuffix("_id"), parent)
