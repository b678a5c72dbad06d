"""The bench's own durable cluster in `var/bench`, and its databases: made once by size, cloned for each measurement."""

from __future__ import annotations

import ast
import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from magistrat.launcher.postgres import Cluster
from magistrat.launcher.roles import APP, OWNER

CHECKOUT = Path(__file__).resolve().parents[1]
FOLDER = CHECKOUT / "var" / "bench"
# What decides how the generated rows look.
SOURCES = (
    "bench/town.py",
    "bench/generator.py",
    "bench/scene.py",
    "bench/papers.py",
    "bench/table.py",
    "bench/words.py",
)


@contextmanager
def server() -> Iterator[Cluster]:
    """The bench's server with the product's own settings, fsync on; stopped by the last of those who use it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "users.lock").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        cluster = Cluster(FOLDER)
        cluster.start()
        with _as_superuser(cluster) as link:
            link.execute(f"GRANT {APP} TO {OWNER}")
        try:
            yield cluster
        finally:
            if _is_last(users):
                cluster.stop()


def _is_last(users: IO[str]) -> bool:
    fcntl.flock(users, fcntl.LOCK_UN)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def environment(cluster: Cluster, database: str, *, as_owner: bool = False) -> dict[str, str]:
    """What a process that works with this database reads."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "MAGISTRAT_", "DATABASE_"))}
    kept |= {
        "DJANGO_SETTINGS_MODULE": "magistrat.config.settings",
        "DATABASE_URL": cluster.app_url(database),
        "DATABASE_OWNER_URL": cluster.owner_url(database),
        "MAGISTRAT_CITY_DIR": str(FOLDER),
        "MAGISTRAT_AS_OWNER": "1" if as_owner else "0",
        "BENCH_SUPERUSER_URL": cluster.superuser_url(database),
    }
    if "MAGISTRAT_NOW" in os.environ:
        kept["MAGISTRAT_NOW"] = os.environ["MAGISTRAT_NOW"]
    return kept


def run(cluster: Cluster, database: str, *arguments: str, as_owner: bool = False, **more: str) -> None:
    """Run Python with these arguments for a database."""
    environ = environment(cluster, database, as_owner=as_owner) | more
    subprocess.run([sys.executable, *arguments], env=environ, cwd=CHECKOUT, check=True)


def filled(cluster: Cluster, size: int) -> str:
    """The name of the database with so many documents; made at the first time, kept for the next."""
    name = f"bench_{size}_{_state()}"
    with (FOLDER / "making.lock").open("w") as making:
        fcntl.flock(making, fcntl.LOCK_EX)
        if not exists(cluster, name):
            half = f"{name}_half"
            _create(cluster, half, base(cluster))
            run(cluster, half, "-m", "bench.generator", str(size))
            rename(cluster, half, name)
        migrate(cluster, name)
    return name


def clone(cluster: Cluster, of: str, name: str) -> str:
    """A copy to work in; the one of the last time is replaced."""
    _create(cluster, name, of)
    return name


def drop(cluster: Cluster, name: str) -> None:
    """Remove a database."""
    with _as_superuser(cluster) as link:
        link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def base(cluster: Cluster) -> str:
    """A migrated database with the city's rules, structure, people and registries, and no documents."""
    name = f"bench_base_{_state()}"
    if not exists(cluster, name):
        _forget_old(cluster)
        half = f"{name}_half"
        _create(cluster, half, "template0")
        migrate(cluster, half)
        run(cluster, half, "-m", "bench.town")
        rename(cluster, half, name)
    migrate(cluster, name)
    return name


def migrate(cluster: Cluster, name: str) -> None:
    """Bring the tables up to date: a kept database follows added migrations, its rows stay."""
    mark = _hash_of("src/magistrat/*/migrations/*.py")
    with _as_superuser(cluster) as link:
        said = link.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
        if said.fetchone() == (mark,):
            return
    run(cluster, name, "-m", "django", "migrate", "--no-input", "--verbosity", "0", as_owner=True)
    role = urlsplit(cluster.app_url(name)).username or ""
    code = "import sys, django; django.setup(); from magistrat.journal import grants; grants.restrict(sys.argv[1])"
    run(cluster, name, "-c", code, role, as_owner=True)
    with _as_superuser(cluster) as link:
        link.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(mark)))


def _forget_old(cluster: Cluster) -> None:
    with _as_superuser(cluster) as link:
        for (name,) in link.execute("SELECT datname FROM pg_database WHERE datname LIKE 'bench_%'").fetchall():
            link.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _create(cluster: Cluster, name: str, template: str) -> None:
    drop(cluster, name)
    with _as_superuser(cluster) as link:
        made = "CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY"
        link.execute(sql.SQL(made).format(sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)))


def rename(cluster: Cluster, old: str, new: str) -> None:
    """Give a finished database its name."""
    with _as_superuser(cluster) as link:
        link.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))


def exists(cluster: Cluster, name: str) -> bool:
    """Whether there is such a database."""
    with _as_superuser(cluster) as link:
        return link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _as_superuser(cluster: Cluster) -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(cluster.superuser_url(), autocommit=True)


def _state() -> str:
    """What decides the generated rows; tables that only grew are migrated instead."""
    return _hash_of(*SOURCES, "src/magistrat/*/migrations/0001_initial.py")[:10]


def _hash_of(*patterns: str) -> str:
    whole = hashlib.sha256()
    for pattern in patterns:
        for file in sorted(CHECKOUT.glob(pattern)):
            # The meaning, not the look: a reformatted file makes the same rows.
            whole.update(ast.dump(ast.parse(file.read_bytes())).encode())
    return whole.hexdigest()
