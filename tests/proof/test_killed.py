"""32 processes register, resolve and report at once while web, worker and database are killed ten times (`make proof`)."""

from __future__ import annotations

import http.client
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.launcher.test_run import eventually
from tests.proof import checker
from tests.proof.city import City
from tests.proof.crowd import Crowd, crowd

# The proof is of 32; a smaller crowd is for trying it out.
CLIENTS = int(os.environ.get("PROOF_CLIENTS", "32"))
SLUGS = ("kryvyi-rih", "druzhkivka")
KILLS = (
    "database", "web", "worker", "database", "worker", "web", "database", "database", "web", "worker",
)  # fmt: skip
# Deeds that the clients must have been told of between two kills; and how long that may take (seconds).
BETWEEN = 40
PATIENCE = 300
# 32 processes at once begin slowly where cores are few.
BEGINNING = 600


@pytest.fixture
def var() -> Iterator[Path]:
    """A folder that the server's user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="magistrat-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=SLUGS[:1])
def city(var: Path, request: pytest.FixtureRequest) -> Iterator[City]:
    made = City(var, request.param)
    try:
        made.run("-m", "tests.proof.people")
        yield made
    finally:
        made.stop()


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


@pytest.mark.timeout(2700)
def test_nothing_is_lost_halved_or_repeated(city: City, tmp_path: Path) -> None:
    visitor = Visitor(city.product.port)
    visitor.start()
    began = time.monotonic()
    with crowd(CLIENTS, tmp_path, city.environment()) as workers:
        assert eventually(lambda: len({client for client, *_ in workers.told()}) == CLIENTS, BEGINNING), (
            workers.complaints()
        )
        for victim in KILLS:
            work_on(workers)
            city.kill(victim)
        work_on(workers)
        workers.stop()
    visitor.ended.set()
    told = workers.told()
    print(f"{len(told)} deeds, {len(KILLS)} kills in {time.monotonic() - began:.0f} s; {visitor.answered} pages")
    assert workers.complaints() == []
    assert eventually(lambda: sealed(city), PATIENCE), "the worker does not seal the journal"
    with psycopg.connect(city.cluster.owner_url()) as link:
        assert checker.faults(link, told) == {}
    assert city.run("-m", "django", "journal_verify") != ""
    city.stop()
