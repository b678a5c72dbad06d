"""Make ready a server PostgreSQL for the database tests; print its addresses as environment values.

The server is the one at 127.0.0.1:5432, and it must be a PostgreSQL 15: that is what a server of the city runs, the embedded
one is newer. When none answers and we are root, Debian's is installed.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import time

import psycopg

HOST = "127.0.0.1"
VERSION = 15
OWNER, APP = "magistrat_ci_owner", "magistrat_ci_app"


def main() -> int:
    """Print `DATABASE_URL=… DATABASE_OWNER_URL=…`, or say why there is no server."""
    if not _answers() and not _install():
        print("НЕ ЗАПУЩЕНО: тести на серверному PostgreSQL (немає сервера на 127.0.0.1:5432).", file=sys.stderr)
        print("LEFT OUT: the tests on a server PostgreSQL (no server at 127.0.0.1:5432).", file=sys.stderr)
        return 1
    if (found := int(_as_superuser("SHOW server_version_num")) // 10000) != VERSION:
        print(
            f"НЕ ЗАПУЩЕНО: тести на PostgreSQL {VERSION} (сервер на {HOST}:5432 має версію {found}).", file=sys.stderr
        )
        print(f"LEFT OUT: the tests on PostgreSQL {VERSION} (the server at {HOST}:5432 is {found}).", file=sys.stderr)
        return 1
    password = secrets.token_hex(16)
    _as_superuser(_roles(password))
    print(f"DATABASE_URL=postgresql://{APP}:{password}@{HOST}:5432/postgres")
    print(f"DATABASE_OWNER_URL=postgresql://{OWNER}:{password}@{HOST}:5432/postgres")
    return 0


def _roles(password: str) -> str:
    statements = [
        f"DO $$ BEGIN CREATE ROLE {role}; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
        f"ALTER ROLE {role} LOGIN PASSWORD '{password}' {more};"
        for role, more in ((OWNER, "CREATEDB"), (APP, ""))
    ]
    more = f"GRANT {APP} TO {OWNER}; GRANT SET ON PARAMETER session_replication_role TO {OWNER};"
    return "".join(statements) + more


def _trusts_us() -> bool:
    try:
        psycopg.connect(host=HOST, user="postgres", dbname="postgres", connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _answers() -> bool:
    try:
        psycopg.connect(host=HOST, user="postgres", dbname="postgres", connect_timeout=5).close()
    except psycopg.OperationalError as reason:
        return "password" in str(reason) and os.geteuid() == 0
    return True


def _install() -> bool:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "postgresql-15"],
        ["pg_ctlcluster", "--skip-systemctl-redirect", "15", "main", "start"],
    ):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if _answers():
            return True
        time.sleep(0.5)
    return False


def _as_superuser(statements: str) -> str:
    """Carry them out by trust, or as the system's user postgres.

    :returns: the first value that they answer.
    """
    if _trusts_us():
        with psycopg.connect(host=HOST, user="postgres", dbname="postgres", autocommit=True) as server:
            said = server.execute(statements)
            row = said.fetchone() if said.description else None
            return str(row[0]) if row else ""
    psql = ["runuser", "-u", "postgres", "--", "psql", "-qAt", "-v", "ON_ERROR_STOP=1", "-d", "postgres"]
    return subprocess.run(psql, input=statements, text=True, check=True, cwd="/", stdout=subprocess.PIPE).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
