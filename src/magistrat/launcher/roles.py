"""The roles of an embedded server and the city's database in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql

SUPERUSER, OWNER, APP = "postgres", "magistrat_owner", "magistrat_app"
DATABASE = "magistrat"


def make(url: str, passwords: Mapping[str, str]) -> None:
    """Make the two roles and the city's database where they are missing.

    :param url: the superuser's address.
    """
    with psycopg.connect(url, autocommit=True) as server:
        for role, password in ((OWNER, passwords["owner"]), (APP, passwords["app"])):
            if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                server.execute(_login_role(role, password))
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            _make_database(server)


def remake_database(url: str) -> None:
    """Drop the city's database and make it empty.

    :param url: the superuser's address.
    """
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
        _make_database(server)


def _make_database(server: psycopg.Connection[Any]) -> None:
    """Make it the owner's, closed to everyone but the two roles."""
    database, owner, app = map(sql.Identifier, (DATABASE, OWNER, APP))
    server.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))
    server.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    server.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, app))


def _login_role(role: str, password: str) -> sql.Composed:
    return sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))
