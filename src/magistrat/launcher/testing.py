"""A test cluster of the embedded server, and the pytest plugin that points Django at it.

The cluster of `var/test` is shared by all test runs of the checkout at once: the last one stops it, the data
stay, so that a migrated template is there for the next run. Only a test that asks for the database starts it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from magistrat.launcher.postgres import Cluster
from magistrat.launcher.roles import APP, OWNER

CHECKOUT = Path(__file__).resolve().parents[3]
FOLDER = CHECKOUT / "var" / "test"
# Its presence says that the addresses in the environment are those of our own test cluster.
OURS = "MAGISTRAT_TEST_CLUSTER"


@contextmanager
def cluster_for_tests(folder: Path = FOLDER) -> Iterator[Cluster]:
    """Keep the test cluster running while the block lasts; stopped when no other run uses it.

    Its owner role may make databases, end the other role's connections, and empty tables whatever their guards.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "users.lock").open("w") as users, (folder / "start.lock").open("w") as start:
        fcntl.flock(users, fcntl.LOCK_SH)
        fcntl.flock(start, fcntl.LOCK_EX)
        cluster = Cluster(folder, durable=False)
        cluster.start()
        with psycopg.connect(cluster.superuser_url(), autocommit=True) as server:
            server.execute(f"ALTER ROLE {OWNER} CREATEDB")
            server.execute(f"GRANT {APP} TO {OWNER}")
            server.execute(f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}")
        fcntl.flock(start, fcntl.LOCK_UN)
        try:
            yield cluster
        finally:
            fcntl.flock(users, fcntl.LOCK_UN)
            _stop_if_last(cluster, users.fileno())


def _stop_if_last(cluster: Cluster, users: int) -> None:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        cluster.leave_running()
    else:
        cluster.stop()


@contextmanager
def server_for_tests() -> Iterator[None]:
    """The server behind `DATABASE_URL`: our own is started, another one is there already."""
    if OURS in os.environ:
        with cluster_for_tests(Path(os.environ[OURS])):
            yield
    else:
        yield


def give_addresses() -> None:
    """Put the test cluster's addresses into the environment, unless it names another server."""
    if "DATABASE_URL" not in os.environ:
        cluster = Cluster(FOLDER, durable=False)
        os.environ[OURS] = str(FOLDER)
        os.environ["DATABASE_URL"] = cluster.app_url("magistrat_test")
        os.environ["DATABASE_OWNER_URL"] = cluster.owner_url("magistrat_test")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, Any, Any]:
    """Give Django its addresses before it reads its settings."""
    give_addresses()
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = tempfile.mkdtemp(prefix="magistrat-test-")
        os.environ["MAGISTRAT_CITY_DIR"] = os.environ["MAGISTRAT_STATIC_DIR"] = folder
        early_config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    return (yield)
