"""The short proof: four clients at work while the database is killed. The long one lies in tests/proof (`make proof`)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from magistrat.launcher.postgres import Cluster
from tests.launcher.test_run import eventually
from tests.proof import checker
from tests.proof.crowd import CHECKOUT, Crowd, crowd

CLIENTS = 4
CITY = "kryvyi-rih"
# Seconds: a machine busy with other tests is slow to import, not wrong.
PATIENCE = 150
SET_UP = """
import sys, django
from django.core.management import call_command
django.setup()
from magistrat.journal import grants
call_command("migrate", interactive=False, verbosity=0)
grants.restrict(sys.argv[1])
call_command("magistrat_setup", city=sys.argv[2])
call_command("documents_setup", city=sys.argv[2])
from tests.proof import people
people.main()
"""
SEAL = """
import django
django.setup()
from datetime import UTC, datetime
from magistrat.journal import actions, verification
while actions.seal(at=datetime.now(UTC)): pass
print(verification.verify().faults)
"""


def environment(cluster: Cluster, folder: Path) -> dict[str, str]:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "MAGISTRAT_", "PYTEST_"))
    }
    return clean | {
        "DJANGO_SETTINGS_MODULE": "magistrat.config.settings",
        "DATABASE_URL": cluster.app_url(),
        "MAGISTRAT_CITY_DIR": str(folder),
    }


def run(code: str, *arguments: str, environ: dict[str, str]) -> str:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environ,
        cwd=CHECKOUT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def done(workers: Crowd) -> int:
    return len(workers.told())


@pytest.mark.timeout(500)
def test_no_deed_is_lost_or_halved_when_the_database_is_killed(
    cluster: Cluster, open_folder: Path, tmp_path: Path
) -> None:
    environ = environment(cluster, open_folder)
    as_owner = environ | {"DATABASE_OWNER_URL": cluster.owner_url(), "MAGISTRAT_AS_OWNER": "1"}
    run(SET_UP, urlsplit(cluster.app_url()).username or "", CITY, environ=as_owner)
    with crowd(CLIENTS, tmp_path, environ) as workers:
        assert eventually(lambda: done(workers) > 12, PATIENCE), workers.complaints()
        os.kill(int((cluster.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        cluster.start()
        before = done(workers)
        assert eventually(lambda: done(workers) > before + 12, PATIENCE), workers.complaints()
        workers.stop()
    assert workers.complaints() == []
    assert run(SEAL, environ=environ).strip() == "[]"
    with psycopg.connect(cluster.owner_url()) as link:
        assert checker.faults(link, workers.told()) == {}
        assert checker.missing(link, open_folder / "files") == []
