"""The bench's own durable cluster in `var/bench`, and its databases: made once by size, cloned for each measurement."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from magistrat.launcher.postgres import APP, OWNER, Cluster

CHECKOUT = Path(__file__).resolve().parents[1]
FOLDER = CHECKOUT / "var" / "bench"
# What decides how the generated rows look.
SOURCES = ("bench/town.py", "bench/generator.py", "bench/papers.py", "bench/table.py", "bench/words.py", "requirements.lock")


@contextmanager
def server() -> Iterator[Cluster]:
    """The bench's server with the product's own settings, fsync on."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(FOLDER)
    cluster.start()
    try:
        with _as_superuser(cluster) as link:
            link.execute(f"GRANT {APP} TO {OWNER}")
        yield cluster
    finally:
        cluster.stop()


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
    if not _exists(cluster, name):
        half = f"{name}_half"
        _create(cluster, half, _base(cluster))
        run(cluster, half, "-m", "bench.generator", str(size))
        _rename(cluster, half, name)
    return name


def clone(cluster: Cluster, of: str, name: str) -> str:
    """A copy to work in; the one of the last time is replaced."""
    _create(cluster, name, of)
    return name


def drop(cluster: Cluster, name: str) -> None:
    """Remove a database."""
    with _as_superuser(cluster) as link:
        link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _base(cluster: Cluster) -> str:
    """A migrated database with the city's rules, structure, people and registries, and no documents."""
    name = f"bench_base_{_state()}"
    if not _exists(cluster, name):
        _forget_old(cluster)
        half = f"{name}_half"
        _create(cluster, half, "template0")
        run(cluster, half, "-m", "django", "migrate", "--no-input", "--verbosity", "0", as_owner=True)
        role = urlsplit(cluster.app_url(half)).username or ""
        code = "import sys, django; django.setup(); from magistrat.journal import grants; grants.restrict(sys.argv[1])"
        run(cluster, half, "-c", code, role, as_owner=True)
        run(cluster, half, "-m", "bench.town")
        _rename(cluster, half, name)
    return name


def _forget_old(cluster: Cluster) -> None:
    with _as_superuser(cluster) as link:
        for (name,) in link.execute("SELECT datname FROM pg_database WHERE datname LIKE 'bench_%'").fetchall():
            link.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _create(cluster: Cluster, name: str, template: str) -> None:
    drop(cluster, name)
    with _as_superuser(cluster) as link:
        made = "CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY"
        link.execute(sql.SQL(made).format(sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)))


def _rename(cluster: Cluster, old: str, new: str) -> None:
    with _as_superuser(cluster) as link:
        link.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))


def _exists(cluster: Cluster, name: str) -> bool:
    with _as_superuser(cluster) as link:
        return link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _as_superuser(cluster: Cluster) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(cluster.superuser_url(), autocommit=True)


def _state() -> str:
    files = [CHECKOUT / name for name in SOURCES]
    files += (CHECKOUT / "src").glob("magistrat/*/migrations/*.py")
    whole = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file()):
        whole.update(file.read_bytes() + b"\0")
    return whole.hexdigest()[:10]
