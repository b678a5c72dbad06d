"""The short proof: four clients at work while the database is killed. The long one lies in tests/proof (`make proof`)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from magistrat.launcher.postgres import Cluster
from tests.launcher.product import CITY, eventually
from tests.proof import checker
from tests.proof.crowd import CHECKOUT, Crowd, crowd

CLIENTS = 4
# Seconds: a machine busy with other tests is slow to import, not wrong.
PATIENCE = 150
SET_UP = "import django; django.setup(); from tests.proof import people; people.main()"
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
    city_of_before: Path, open_folder: Path, tmp_path: Path, cluster_in: Callable[[Path], Cluster]
) -> None:
    subprocess.run(["cp", "-a", f"{city_of_before}/.", str(open_folder)], check=True)
    cluster = cluster_in(open_folder / CITY)
    cluster.start()
    environ = environment(cluster, cluster.folder)
    run(SET_UP, environ=environ)
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
        assert checker.missing(link, cluster.folder / "files") == []
