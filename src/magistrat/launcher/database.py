"""The database behind a city: the embedded cluster, or a server that the environment names."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Protocol
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from magistrat.launcher.cities import City
from magistrat.launcher.postgres import Cluster
from magistrat.launcher.problem import LauncherProblem
from magistrat.launcher.stopping import StopAsked

OLDEST_SERVER = 15
# Whether the role that asks is, or may become, one whom no grant binds: the tables' owner, a superuser, a writer of all, who
# makes roles (up to version 15 he may give himself any but a superuser's), and the owner of the schema, who may drop its tables
# (from version 15 on the owner of the database is).
POWERFUL = """
SELECT EXISTS (SELECT FROM pg_roles
    WHERE (
        rolsuper OR rolcreaterole OR rolname IN (%s, 'pg_write_all_data', 'pg_database_owner')
        OR oid IN (SELECT nspowner FROM pg_namespace WHERE nspname = 'public')
    ) AND pg_has_role(current_user, oid, 'MEMBER'))
"""


class Database(Protocol):
    """What the launcher needs of a city's database."""

    def start(self) -> bool: ...
    def stop(self) -> None: ...
    def is_running(self) -> bool: ...
    def app_url(self) -> str: ...
    def owner_url(self) -> str: ...


class Server:
    """A PostgreSQL that somebody else runs, named by `DATABASE_URL` and `DATABASE_OWNER_URL`."""

    def start(self) -> bool:
        """Check that the server answers, is new enough, knows Cyrillic letters and keeps the application in its role.

        :raises LauncherProblem: it does not.
        """
        if not self.owner_url():
            raise LauncherProblem(
                "Задано лише DATABASE_URL. Задайте й DATABASE_OWNER_URL — адресу ролі, якій належать таблиці: "
                "застосунок працює в іншій ролі, що не може змінити журналу."
            )
        for name, url in (("DATABASE_URL", self.app_url()), ("DATABASE_OWNER_URL", self.owner_url())):
            _refuse_misspelt(name, url)
            try:
                with psycopg.connect(url, connect_timeout=10) as connection:
                    _refuse_unfit(connection)
            except psycopg.Error as reason:
                raise LauncherProblem(f"Сервер бази даних ({name}) не відповідає: {str(reason).strip()}") from reason
        self._refuse_powerful_application()
        return False

    def _refuse_powerful_application(self) -> None:
        """Refuse a role that could change the journal whatever rights on it are taken from it."""
        with psycopg.connect(self.owner_url()) as connection:
            owner = connection.info.user
        with psycopg.connect(self.app_url()) as connection:
            powerful = connection.execute(POWERFUL, [owner]).fetchone() == (True,)
            role = connection.info.user
        if powerful:
            raise LauncherProblem(
                f"Роль застосунку «{role}» (DATABASE_URL) може змінювати журнал: вона сама є власником таблиць «{owner}», "
                "власником бази даних чи її схеми, адміністратором сервера або створює ролі чи входить до ролей, яким це "
                "дозволено. Створіть для застосунку окрему роль, якій база даних не належить: "
                "CREATE ROLE … LOGIN PASSWORD '…'."
            )

    def stop(self) -> None:
        """Leave the server as it is: it is not ours."""

    def is_running(self) -> bool:
        """Take it that the server's own keeper watches it."""
        return True

    def app_url(self) -> str:
        """The address for the application's role."""
        return os.environ["DATABASE_URL"]

    def owner_url(self) -> str:
        """The address for the role that owns and migrates."""
        return os.environ.get("DATABASE_OWNER_URL", "")


def _refuse_misspelt(name: str, url: str) -> None:
    """Refuse an address that cannot be read; its words are not repeated, a password is among them."""
    try:
        parts = urlsplit(url)
        read = parts.scheme in {"postgresql", "postgres"} and parts.port != 0
        conninfo_to_dict(url)
    except (ValueError, psycopg.ProgrammingError):
        read = False
    if not read:
        message = f"Змінну {name} записано неправильно. Приклад: postgresql://роль:пароль@сервер:5432/база"
        raise LauncherProblem(message)


def _refuse_unfit(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    major = connection.info.server_version // 10000
    if major < OLDEST_SERVER:
        raise LauncherProblem(f"Потрібен PostgreSQL {OLDEST_SERVER} або новіший, а сервер має версію {major}.")
    row = connection.execute("SELECT lower('ЇЖАК') = 'їжак'").fetchone()
    if row != (True,):
        message = (
            "База даних не розрізняє великих і малих українських літер, і пошук у ній не працюватиме. "
            "Створіть її з мовними правилами C.UTF-8: "
            "CREATE DATABASE … TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'."
        )
        raise LauncherProblem(message)


def is_foreign() -> bool:
    """Whether the environment names a server of somebody else's."""
    return bool(os.environ.get("DATABASE_URL"))


def of_city(city: City, tell: Callable[[str], None], stop: StopAsked | None = None) -> Database:
    """The city's database, not started yet; its start is broken off when somebody asks to stop."""
    return Server() if is_foreign() else Cluster(city.folder, tell=tell, stop=stop)


@contextmanager
def opened(city: City, tell: Callable[[str], None]) -> Iterator[Database]:
    """The city's database, running while the block lasts; left running when it ran before.

    Meanwhile `magistrat stop` does not take it for one that was left behind (`used_by_nobody`).
    """
    database = of_city(city, tell)
    with ExitStack() as held:
        if isinstance(database, Cluster):
            fcntl.flock(held.enter_context(_users(city)), fcntl.LOCK_SH)
        try:
            database.start()
            yield database
        finally:
            if not isinstance(database, Cluster) or database.is_our_child:
                database.stop()


@contextmanager
def used_by_nobody(city: City) -> Iterator[bool]:
    """Whether no command works with the city's embedded database; if so, none begins to while the block lasts."""
    with _users(city) as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _users(city: City) -> IO[str]:
    """The file that each command holds while it works with the database; the launcher holds one of its own."""
    return (city.folder / "database.lock").open("a")
