"""The whole city as rows: which tables it has, their rows in an order of their own as JSON lines, its counters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from psycopg import sql

# What is of the moment (visits, queues, counts of failed sign-ins) or made anew by the migrations.
LEFT_OUT = ("procrastinate_", "axes_", "django_session", "django_migrations", "django_content_type", "auth_permission")
_TABLES = """
    SELECT c.relname,
           array(SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                 AND a.attgenerated = '' ORDER BY a.attnum)::text[],
           array(SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                 AND a.attgenerated <> '')::text[],
           array(SELECT a.attname || CASE WHEN a.attcollation <> 0 THEN '*' ELSE '' END
                 FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY k(num, n)
                 JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.num
                 WHERE i.indrelid = c.oid AND i.indisprimary ORDER BY k.n)::text[]
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname COLLATE "C"
"""
_COUNTERS = """
    SELECT s.relname, t.relname, a.attname FROM pg_class s
    JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    JOIN pg_class t ON t.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE s.relkind = 'S' AND s.relnamespace = 'public'::regnamespace ORDER BY s.relname COLLATE "C"
"""


@dataclass(frozen=True)
class Table:
    """A table: its columns, those that the database computes, and its key (`*` after a text)."""

    name: str
    columns: Sequence[str]
    computed: Sequence[str]
    key: Sequence[str]


@contextmanager
def one_moment() -> Iterator[None]:
    """Within it everything is read as it stands at one moment, whatever others write meanwhile; nothing can be written.

    :raises RuntimeError: inside another transaction.
    """
    if connection.in_atomic_block:
        raise RuntimeError("The moment begins with its own transaction.")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        _unhurried()
        yield


def _unhurried() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET LOCAL TimeZone = 'UTC'")


def unhurried() -> None:
    """Let statements of this transaction last as long as they need, and show moments in UTC."""
    _unhurried()


def tables() -> list[Table]:
    """The tables whose rows are the city's, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        rows = cursor.fetchall()
    return [Table(*row) for row in rows if not row[0].startswith(LEFT_OUT)]


def lines(table: Table, *, limit: int | None = None) -> Iterator[bytes]:
    """Each row (or the first ones) as one line of JSON, by the table's key; never all in the memory."""
    order = [
        sql.SQL("{} COLLATE \"C\"").format(sql.Identifier("t", name[:-1])) if name.endswith("*")
        else sql.Identifier("t", name)
        for name in table.key
    ]  # fmt: skip
    query = sql.SQL("COPY (SELECT (to_jsonb(t) - {}::text[])::text FROM {} t ORDER BY {} LIMIT {}) TO STDOUT").format(
        sql.Literal(list(table.computed)), sql.Identifier(table.name), sql.SQL(", ").join(order), sql.Literal(limit)
    )
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for row in copy.rows():
            yield str(row[0]).encode() + b"\n"


def count(table: Table) -> int:
    """How many rows the table has."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table.name)))
        return int(cursor.fetchone()[0])


def counters() -> dict[str, int]:
    """The last value of each counter of ids by its name; 0 for one never used."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTERS)
        for name, table, _ in cursor.fetchall():
            if not table.startswith(LEFT_OUT):
                cursor.execute(
                    sql.SQL("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {}").format(
                        sql.Identifier(name)
                    )
                )
                found[name] = int(cursor.fetchone()[0])
    return found


def migrations() -> list[str]:
    """`app.name` of every migration that this database has, in order: rows fit only into tables of the same shape."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY app, name")
        return [str(row[0]) for row in cursor.fetchall()]


def has_tables() -> bool:
    """Whether this database has been migrated."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL")
        return bool(cursor.fetchone()[0])
