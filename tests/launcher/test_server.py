"""A server that the environment names: the application's role there cannot change the journal either."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection

from magistrat.launcher.database import Server
from magistrat.launcher.postgres import Cluster
from magistrat.launcher.problem import LauncherProblem
from magistrat.launcher.roles import APP, DATABASE, OWNER
from tests import databases


@pytest.fixture
def addresses(db: None, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Those of the application's role and of the owner's, both named by the environment."""
    name = connection.settings_dict["NAME"]
    app, owner = databases.app_url(name), databases.owner_url(name)
    monkeypatch.setenv("DATABASE_URL", app)
    monkeypatch.setenv("DATABASE_OWNER_URL", owner)
    return app, owner


def test_is_taken_with_a_role_for_the_application_beside_the_owners(addresses: tuple[str, str]) -> None:
    assert Server().start() is False


def test_is_refused_without_the_owners_role(addresses: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_OWNER_URL")
    with pytest.raises(LauncherProblem, match="Задайте й DATABASE_OWNER_URL"):
        Server().start()


def test_is_refused_when_the_application_works_as_the_owner(
    addresses: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", addresses[1])
    with pytest.raises(LauncherProblem, match="може змінювати журнал"):
        Server().start()


def test_is_refused_when_the_application_may_become_the_owner(
    addresses: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tests' owner is a member of their application's role: here the two change places.
    monkeypatch.setenv("DATABASE_URL", addresses[1])
    monkeypatch.setenv("DATABASE_OWNER_URL", addresses[0])
    with pytest.raises(LauncherProblem, match="входить до ролей, яким це дозволено"):
        Server().start()


@pytest.mark.parametrize(
    ("power", "taken"),
    [
        # Who gives a database away gives his rights in it away with it: here each of the two keeps his.
        (
            "ALTER DATABASE {base} OWNER TO {app}; GRANT CONNECT ON DATABASE {base} TO {owner}",
            "ALTER DATABASE {base} OWNER TO {owner}; GRANT CONNECT ON DATABASE {base} TO {app}",
        ),
        ("ALTER SCHEMA public OWNER TO {app}", "ALTER SCHEMA public OWNER TO pg_database_owner"),
        ("ALTER ROLE {app} CREATEROLE", "ALTER ROLE {app} NOCREATEROLE"),
    ],
    ids=["owns the database", "owns the schema", "makes roles"],
)
def test_is_refused_when_the_application_may_drop_tables_or_give_itself_roles(
    power: str, taken: str, fresh: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", fresh.app_url())
    monkeypatch.setenv("DATABASE_OWNER_URL", fresh.owner_url())
    names = {"base": DATABASE, "app": APP, "owner": OWNER}
    with psycopg.connect(fresh.superuser_url(DATABASE), autocommit=True) as server:
        server.execute(power.format(**names))
        with pytest.raises(LauncherProblem, match="якій база даних не належить"):
            Server().start()
        server.execute(taken.format(**names))
    assert Server().start() is False
