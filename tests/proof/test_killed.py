"""32 processes register, resolve and report at once while web, worker and database are killed ten times (`make proof`)."""

from __future__ import annotations

import http.client
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from magistrat.launcher.postgres import Cluster
from tests.launcher.test_run import eventually
from tests.proof import checker
from tests.proof.city import City
from tests.proof.crowd import Crowd, crowd

CLIENTS = 32
SLUGS = ("kryvyi-rih", "druzhkivka")
KILLS = (
    "database", "web", "worker", "database", "worker", "web", "database", "database", "web", "worker",
)  # fmt: skip
# Deeds that the clients must have been told of between two kills; and how long that may take (seconds).
BETWEEN = 40
PATIENCE = 180


@pytest.fixture
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that the server's user may enter."""
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="magistrat-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=SLUGS[:1])
def city(var: Path, request: pytest.FixtureRequest) -> Iterator[City]:
    made = City(var, request.param)
    made.run("-m", "tests.proof.people")
    yield made
    if made.product.process is not None and made.product.process.poll() is None:
        made.stop()
    cluster = Cluster(made.product.folder)
    cluster.start()
    cluster.stop()
    shutil.rmtree(cluster.socket, ignore_errors=True)


class Visitor(threading.Thread):
    """Opens a page again and again, so that the web server dies at work too."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port, self.ended, self.answered = port, threading.Event(), 0

    def run(self) -> None:
        while not self.ended.wait(0.1):
            link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                link.request("GET", "/vhid/")
                self.answered += link.getresponse().status == 200
            except (OSError, http.client.HTTPException):
                pass
            finally:
                link.close()


def work_on(workers: Crowd) -> None:
    """Wait until the clients have gone on."""
    before = len(workers.told())
    assert eventually(lambda: len(workers.told()) > before + BETWEEN, PATIENCE), workers.complaints()


def sealed(city: City) -> bool:
    """Whether the worker has linked all entries to the chain."""
    with psycopg.connect(city.cluster.owner_url()) as link:
        row = link.execute(
            "SELECT (SELECT count(*) FROM journal_entry) = (SELECT count(*) FROM journal_seal)"
        ).fetchone()
    return row == (True,)


@pytest.mark.timeout(1500)
def test_nothing_is_lost_halved_or_repeated(city: City, tmp_path: Path) -> None:
    visitor = Visitor(city.product.port)
    visitor.start()
    began = time.monotonic()
    with crowd(CLIENTS, tmp_path, city.environment()) as workers:
        for victim in KILLS:
            work_on(workers)
            city.kill(victim)
        work_on(workers)
        workers.stop()
    visitor.ended.set()
    told = workers.told()
    print(f"{len(told)} deeds, {len(KILLS)} kills in {time.monotonic() - began:.0f} s; {visitor.answered} pages")
    assert workers.complaints() == []
    assert len({client for client, *_ in told}) == CLIENTS
    assert eventually(lambda: sealed(city), PATIENCE), "the worker does not seal the journal"
    with psycopg.connect(city.cluster.owner_url()) as link:
        assert checker.faults(link, told) == {}
    assert city.run("-m", "django", "journal_verify") != ""
    city.stop()
