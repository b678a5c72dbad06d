"""What every test stands on: its own database, a closed network, quick passwords.

The database is a clone of a template that is migrated once (see `tests/databases.py`). Django's default
connection is the application's role, which cannot change the journal; `owner` is the role that migrates.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from collections import Counter
from collections.abc import Generator, Iterator
from typing import Any

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.test import TransactionTestCase

from magistrat.config import memory
from magistrat.documents.actions import passages
from magistrat.launcher.testing import server_for_tests
from magistrat.ui import prepared
from tests import databases, programs

# So many calls of each remembered statement are compared with Django's own.
CHECKED = 5
# Whoever asks for one of these works in a database of its own.
DATABASE = {"db", "transactional_db", "django_db_setup"}


def pytest_configure() -> None:
    """Hash passwords quickly: tests sign in hundreds of times. A busy machine is no reason to fail a property.

    Static files are looked for when they are asked for: each test's client would read through all of them at its start.
    """
    hypothesis.settings.register_profile(
        "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("house")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, None, None]:
    """Tests carry the marks of their folder, of the programs and the database that they ask for, whoever writes them.

    In whatever order the rest are shuffled, those that may take long come first: begun last, one of them would keep a worker
    busy while the others have nothing to do.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        asked = {mark for fixture, mark in programs.FIXTURES.items() if fixture in fixtures}
        if item.get_closest_marker("django_db") or DATABASE & fixtures:
            asked.add("database")
        for mark in asked | ({"browser", "proof"} & set(item.path.parts)):
            item.add_marker(mark)
    yield
    items.sort(key=_patience, reverse=True)


def _patience(item: pytest.Item) -> float:
    """The seconds that a test says it may take; 0 where it says nothing."""
    said = item.get_closest_marker("timeout")
    return float(said.args[0]) if said else 0.0


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """A test that does not carry a program's mark passes on a machine without the program."""
    hidden = [mark for mark in programs.HIDDEN if item.get_closest_marker(mark) is None]
    os.environ["PATH"] = programs.path_without(*hidden)
    try:
        return (yield)
    finally:
        os.environ["PATH"] = programs.PATH


def pytest_collection_finish() -> None:
    """All modules are loaded: garbage is looked for among what the tests make, as in the processes of the product."""
    memory.settle()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, worker_id: str) -> Iterator[None]:
    """Give this worker its own clone of the migrated template."""
    with server_for_tests():
        name = databases.clone(worker_id)
        connections.settings["default"]["NAME"] = name
        patch = pytest.MonkeyPatch()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: databases.renew(worker_id))
        yield
        patch.undo()
        with django_db_blocker.unblock():
            databases.close()
        databases.drop(name)


@pytest.fixture(autouse=True)
def no_word_is_known() -> None:
    """A process remembers which words its database keeps; the next test's database keeps none."""
    passages._met.clear()


@pytest.fixture
def owner(transactional_db: None) -> Iterator[psycopg.Connection[Any]]:
    """A connection of the role that owns the tables, to this test's database."""
    with psycopg.connect(databases.owner_url(connections["default"].settings_dict["NAME"])) as connection:
        yield connection


@pytest.fixture(autouse=True, scope="session")
def remembered_statements_are_djangos_own() -> Iterator[None]:
    """The first calls of each remembered statement are made by Django as well: the two must be the same."""
    seen: Counter[int] = Counter()

    def check(plain: QuerySet[Any, Any], statement: prepared.Statement[Any], names: prepared.Names) -> None:
        seen[id(statement)] += 1
        if seen[id(statement)] > CHECKED:
            return
        try:
            written, params = plain.query.get_compiler("default").as_sql()
        except EmptyResultSet:
            assert statement.is_empty
        else:
            assert (written, sorted(map(repr, params))) == (statement.sql, sorted(map(repr, statement.filled(names))))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepared, "checking", check)
        yield


@pytest.fixture(autouse=True, scope="session")
def closed_network() -> Iterator[None]:
    """Let tests reach this machine only: a stray call to the world fails at once."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_here(address[0]):
            raise AssertionError(f"a test tried to reach {address[0]}: fake it at the city's border")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


def _is_here(host: str) -> bool:
    return host == "localhost" or ipaddress.ip_address(host).is_loopback
