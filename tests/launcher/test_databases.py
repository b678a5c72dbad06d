"""The tests' own databases (decision 0003)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection

from magistrat.accounts.models import User
from magistrat.config import settings
from magistrat.launcher.testing import cluster_for_tests


def ask(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row and row[0]


def test_what_an_address_asks_of_the_connection_is_kept() -> None:
    """Left out, `sslmode` would let the city's papers go over the network unsealed."""
    made = settings.database(
        "postgresql://app:p%40ss@db.example:5433/city?sslmode=verify-full&options=-c%20work_mem%3D8MB"
    )
    assert (made["HOST"], made["PORT"], made["NAME"], made["PASSWORD"]) == ("db.example", "5433", "city", "p@ss")
    assert made["OPTIONS"] == {"sslmode": "verify-full", "options": f"-c work_mem=8MB {settings.PLANNING}"}
    assert settings.database("postgresql:///city?host=/run")["OPTIONS"] == {"options": settings.PLANNING}


@pytest.mark.django_db
class TestADatabaseTest:
    def test_works_in_the_applications_role(self) -> None:
        owner = "SELECT datdba FROM pg_database WHERE datname = current_database()"
        assert ask(f"SELECT pg_has_role(current_user, ({owner}), 'MEMBER')") is False

    def test_knows_cyrillic_letters_whatever_server_it_is(self) -> None:
        assert ask("SELECT similarity('рішення', 'рішеня')") > 0.5

    @pytest.mark.parametrize(
        "deed", ["UPDATE journal_entry SET code = ''", "DELETE FROM journal_entry", "TRUNCATE journal_entry"]
    )
    def test_cannot_change_the_journal(self, deed: str) -> None:
        with pytest.raises(ProgrammingError, match="permission denied"):
            ask(deed)


@pytest.mark.django_db(transaction=True)
class TestACommittingTest:
    @pytest.mark.parametrize("_", ["once", "twice"])
    def test_leaves_nothing_to_the_next(self, _: str, django_user_model: type[User]) -> None:
        from datetime import UTC, datetime

        assert not django_user_model.objects.exists()
        django_user_model.objects.create(login="clerk", created_at=datetime(2026, 1, 5, tzinfo=UTC))

    def test_may_ask_the_owner(self, owner: psycopg.Connection[Any]) -> None:
        owner.execute("UPDATE journal_entry SET code = code")


class TestTheClusterForTests:
    def test_lives_until_its_last_user_leaves(self, open_folder: Path) -> None:
        first, second = cluster_for_tests(open_folder / "test"), cluster_for_tests(open_folder / "test")
        with second as other:
            with first as cluster:
                assert cluster.answers()
            assert other.answers()
        assert not other.answers()
        shutil.rmtree(other.socket)
