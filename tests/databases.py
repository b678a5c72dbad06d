"""Databases for tests: one migrated template for each state of the migrations, a clone for each worker.

`python -m tests.databases` makes the template before any worker asks for it.
"""

from __future__ import annotations

import functools
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connections
from psycopg import errors, sql

from magistrat.launcher.testing import give_addresses, server_for_tests

CHECKOUT = Path(__file__).resolve().parents[1]
PREFIX = "magistrat_template_"
# Any number: whoever makes a template holds it.
MAKING_A_TEMPLATE = 20210721

# How often a database that somebody is still at is asked to go.
AGAIN = 20
END_CLIENTS = """
SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = %s AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
# Templates of other states stay for the runs that still use them; the oldest go.
KEPT = 4
OLD_TEMPLATES = "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC OFFSET %s"
# Nearly every test adopts an edition, a megabyte of text: compressing it takes longer than all the rest of the statement.
UNCOMPRESSED = "ALTER TABLE regulation_edition ALTER COLUMN files SET STORAGE EXTERNAL"
# So many tests in a row are followed by emptying: then what they deleted, and what others rolled back, goes with the files.
EMPTIED = 25
# Whatever changes tables, rights, functions, or the few rows that the migrations themselves write, changes this.
STATE = """
SELECT array_agg(ARRAY[n, newest] ORDER BY name) FROM (
    SELECT 'class' name, count(*) n, max(xmin::text::bigint) newest FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'attribute', count(*), max(a.xmin::text::bigint) FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'constraint', count(*), max(xmin::text::bigint) FROM pg_constraint
    UNION ALL SELECT 'trigger', count(*), max(xmin::text::bigint) FROM pg_trigger
    UNION ALL SELECT 'function', count(*), max(xmin::text::bigint) FROM pg_proc
    UNION ALL SELECT 'migration', count(*), max(xmin::text::bigint) FROM django_migrations
    UNION ALL SELECT 'content', count(*), max(xmin::text::bigint) FROM django_content_type
    UNION ALL SELECT 'permission', count(*), max(xmin::text::bigint) FROM auth_permission
) found
"""
OF_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission"}
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
# Their owner may set them, as the application's role may not; those of the migrations' own rows stay.
SEQUENCES = """
SELECT setval(quote_ident(sequencename)::regclass, start_value, false) FROM pg_sequences
WHERE schemaname = 'public' AND last_value IS NOT NULL AND NOT sequencename = ANY(%s)
"""
# What `magistrat_setup` does for the application's role after migrating.
RESTRICT = "import sys, django; django.setup(); from magistrat.journal import grants; grants.restrict(sys.argv[1])"


def owner_url(database: str) -> str:
    """The address of a database for the role that owns and migrates."""
    return _with_database(os.environ["DATABASE_OWNER_URL"], database)


def app_url(database: str) -> str:
    """The address of a database for the application's role."""
    return _with_database(os.environ["DATABASE_URL"], database)


def clone(worker: str) -> str:
    """Make this worker's database anew from the template.

    :returns: its name.
    """
    name = _name(worker)
    with _server() as server:
        template = _template(server)
        _drop(server, name)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    with _owned(name) as made:
        _made[name] = (_state(made), 0)
    return name


# The state of each clone as it was made, and how often it was emptied since.
_made: dict[str, tuple[Any, int]] = {}


def renew(worker: str) -> None:
    """Make the database as it was after a test that committed: emptied, which is quick, or cloned anew.

    No connection of this thread outlives it: one that somebody opened meanwhile would be dead in the next test.
    """
    close()
    name = _name(worker)
    if not _emptied(name):
        clone(worker)
    close()


def _emptied(name: str) -> bool:
    """Delete all rows and begin the ids anew, as the owner without the tables' guards.

    :returns: False where only a new clone will do: the tables themselves were changed, or nobody may put the guards aside.
    """
    state, times = _made.get(name, (None, EMPTIED))
    if times >= EMPTIED:
        return False
    try:
        with _owned(name) as owned:
            _end_clients(owned, name)
            if _state(owned) != state:
                return False
            owned.execute("SET session_replication_role = replica")
            for table in _filled(owned):
                owned.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            owned.execute(SEQUENCES, [[f"{table}_id_seq" for table in OF_MIGRATIONS]])
    except (errors.InsufficientPrivilege, psycopg.OperationalError):
        return False
    _made[name] = (state, times + 1)
    return True


def _filled(owned: psycopg.Connection[Any]) -> list[str]:
    names = [name for (name,) in owned.execute(TABLES).fetchall() if name not in OF_MIGRATIONS]
    asked = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(name), sql.Identifier(name))
        for name in names
    )
    return [name for (name,) in owned.execute(asked).fetchall()]


def _state(owned: psycopg.Connection[Any]) -> Any:
    row = owned.execute(STATE).fetchone()
    return row and row[0]


def _end_clients(owned: psycopg.Connection[Any], name: str) -> None:
    """End whoever is still in the database, and wait until their work is undone; who comes back meanwhile has none."""
    ended = [pid for pid, _ in owned.execute(END_CLIENTS, [name]).fetchall()]
    for _ in range(10 * AGAIN):
        if not ended or not owned.execute("SELECT FROM pg_stat_activity WHERE pid = ANY(%s)", [ended]).fetchall():
            return
        time.sleep(0.02)


@contextmanager
def _owned(name: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(owner_url(name), autocommit=True) as link:
        yield link


def _name(worker: str) -> str:
    return f"magistrat_test_{os.getpid()}_{worker}"


def close() -> None:
    """Close this thread's connections and the pools behind them."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def drop(name: str) -> None:
    """Remove a worker's database."""
    with _server() as server:
        _drop(server, name)


def _drop(server: psycopg.Connection[Any], name: str) -> None:
    """Drop a database, whoever is at it.

    `WITH (FORCE)` would refuse while the server's own cleaning (autovacuum) is in it, which only the server's owner may
    end; the plain statement ends the cleaning by itself, so only the clients have to be ended here.
    """
    statement = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    for _ in range(AGAIN):
        server.execute(END_CLIENTS, [name])
        try:
            server.execute(statement)
        except errors.ObjectInUse:
            # Somebody came in between, or a cleaning did not end in the five seconds that the server gives it.
            time.sleep(0.2)
        else:
            return
    server.execute(statement)


@contextmanager
def _server() -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(owner_url("postgres"), autocommit=True) as server:
        yield server


def _with_database(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path="/" + database))


@functools.cache
def _state_of_migrations() -> str:
    """What decides the template: migrations, set-up and the locked packages."""
    files = [CHECKOUT / "requirements.lock", Path(__file__)]
    files += (CHECKOUT / "src").glob("magistrat/*/migrations/*.py")
    files += (CHECKOUT / "src").glob("magistrat/journal/grants.py")
    whole = hashlib.sha256()
    for file in sorted(files):
        whole.update(str(file.relative_to(CHECKOUT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return whole.hexdigest()[:16]


def _template(server: psycopg.Connection[Any]) -> str:
    name = PREFIX + _state_of_migrations()
    if not _exists(server, name):
        server.execute("SELECT pg_advisory_lock(%s)", [MAKING_A_TEMPLATE])
        try:
            if not _exists(server, name):
                _make_template(server, name)
        finally:
            server.execute("SELECT pg_advisory_unlock(%s)", [MAKING_A_TEMPLATE])
    return name


def _exists(server: psycopg.Connection[Any], name: str) -> bool:
    return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _make_template(server: psycopg.Connection[Any], name: str) -> None:
    """Migrate under another name and rename when done: a killed maker leaves no half template."""
    half = name + "_half"
    for (old,) in server.execute(OLD_TEMPLATES, [PREFIX + "%", KEPT]).fetchall():
        _forget(server, old)
    _forget(server, half)
    server.execute(_empty_database(server, half))
    app = urlsplit(app_url(half)).username or ""
    _run("-m", "django", "migrate", "--no-input", "--skip-checks", "--verbosity", "0", database=half)
    _run("-c", RESTRICT, app, database=half)
    with psycopg.connect(owner_url(half)) as made:
        made.execute(UNCOMPRESSED)
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(half), sql.Identifier(name)))


def _forget(server: psycopg.Connection[Any], name: str) -> None:
    """Drop a template of an earlier state, unless a run clones from it right now."""
    try:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
    except psycopg.errors.ObjectInUse:
        return


def _empty_database(server: psycopg.Connection[Any], name: str) -> sql.Composed:
    """A database whose locale knows Cyrillic letters, whatever the server was made with."""
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' ").format(sql.Identifier(name))
    if server.info.server_version >= 180000:
        return statement + sql.SQL("LOCALE_PROVIDER builtin BUILTIN_LOCALE 'PG_UNICODE_FAST' LOCALE 'C.UTF-8'")
    return statement + sql.SQL("LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'")


def _run(*arguments: str, database: str) -> None:
    """Run Python with these arguments as the database's owner."""
    environment = os.environ | {
        "DATABASE_URL": app_url(database),
        "DATABASE_OWNER_URL": owner_url(database),
        "MAGISTRAT_AS_OWNER": "1",
        "DJANGO_SETTINGS_MODULE": "magistrat.config.settings",
    }
    step = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    if step.returncode:
        raise RuntimeError(f"{arguments} failed for the test template:\n{step.stdout}{step.stderr}")


if __name__ == "__main__":
    give_addresses()
    with server_for_tests(), _server() as link:
        _template(link)
