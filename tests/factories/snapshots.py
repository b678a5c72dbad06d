"""What hundreds of tests begin with is made by the deeds once; later its rows are laid into the empty database as they were.

The rows keep their ids. Where the database is not empty, or something of theirs stands there already, it is made anew.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.db import connection, transaction
from django.db.utils import IntegrityError
from psycopg import sql

T = TypeVar("T")

TABLES = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum),
       (array_agg(pg_get_serial_sequence(quote_ident(c.relname), a.attname)) FILTER (WHERE a.attidentity <> ''))[1]
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
GROUP BY c.relname
"""


@dataclass(frozen=True)
class Table:
    """Rows of a table as COPY writes them, and the sequence of its ids with the last that they took."""

    name: str
    columns: tuple[str, ...]
    rows: bytes
    sequence: str | None
    last: int


@dataclass(frozen=True)
class Snapshot:
    """What a maker returned, and the rows that it left."""

    made: Any
    tables: tuple[Table, ...]


_kept: dict[Hashable, Snapshot] = {}


def once(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` returns, with its rows in the database: made by it, or as they were when it was first called.

    :param key: what the maker depends on.
    """
    before = _filled()
    if "regulation_city" in before:
        return make()
    kept = _kept.get(key)
    if kept is not None and not before & {table.name for table in kept.tables} and _laid(kept):
        return cast("T", copy.deepcopy(kept.made))
    counts = _counted(before) if kept is None else {}
    made = make()
    if kept is None and (taken := _taken(before, counts, made)):
        _kept[key] = taken
    return made


def _filled() -> set[str]:
    """Tables with any row; one statement."""
    names = [row[0] for row in _tables()]
    asked = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(name), _identifier(name))
        for name in names
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {name for (name,) in cursor.fetchall()}


_known: list[tuple[str, tuple[str, ...], str | None]] = []


def _tables() -> list[tuple[str, tuple[str, ...], str | None]]:
    if not _known:
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
            _known.extend(
                (name, tuple(columns), sequence)
                for name, columns, sequence in cursor.fetchall()
                if not name.startswith(("django_", "auth_", "procrastinate_"))
            )
    return _known


def _counted(names: set[str]) -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(_identifier(name)))
            counts[name] = cursor.fetchone()[0]
    return counts


def _taken(before: set[str], counts: dict[str, int], made: Any) -> Snapshot | None:
    """The rows of every table that was empty; nothing where the maker added to one that was not."""
    if counts != _counted(before):
        return None
    new = _filled() - before
    return Snapshot(copy.deepcopy(made), tuple(_copied(*table) for table in _tables() if table[0] in new))


def _copied(name: str, columns: tuple[str, ...], sequence: str | None) -> Table:
    rows = io.BytesIO()
    statement = sql.SQL("COPY {} ({}) TO STDOUT").format(_identifier(name), _identifiers(columns))
    with connection.cursor() as cursor, cursor.copy(statement) as copied:
        for chunk in copied:
            rows.write(chunk)
    last = 0
    if sequence:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("SELECT coalesce(max(id), 0) FROM {}").format(_identifier(name)))
            last = cursor.fetchone()[0]
    return Table(name, columns, rows.getvalue(), sequence, last)


def _laid(kept: Snapshot) -> bool:
    """Put the rows in and move the sequences past their ids; refused where an id is taken."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for table in kept.tables:
                statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
                    _identifier(table.name), _identifiers(table.columns)
                )
                with cursor.copy(statement) as copied:
                    copied.write(table.rows)
    except IntegrityError:
        return False
    _move_past(kept.tables)
    return True


def _move_past(tables: tuple[Table, ...]) -> None:
    """Take ids until the rows' own are behind: the application's role may take them, not set them."""
    counted = [table for table in tables if table.sequence]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"nextval('{table.sequence}')" for table in counted))
        for table, at in zip(counted, cursor.fetchone(), strict=True):
            if at < table.last:
                cursor.execute(
                    "SELECT count(nextval(%s)) FROM generate_series(%s::bigint, %s)",
                    [table.sequence, at + 1, table.last],
                )


def _identifier(name: str) -> sql.Identifier:
    return sql.Identifier(name)


def _identifiers(names: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
