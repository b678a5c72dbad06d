"""`magistrat run` from the first start to the last stop, with everything in it killed on the way (decision 0002)."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import psycopg
import pytest

from magistrat.launcher import cities, keys, processes
from magistrat.launcher.postgres import Cluster
from magistrat.rules.moments import local_date

pytestmark = pytest.mark.timeout(400)
RUNNING = "Щоб зупинити, натисніть Ctrl-C."


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def number_in(file: Path) -> int:
    """The process number that begins the file; 0 while there is none."""
    try:
        return int((file.read_text().split() or ["0"])[0])
    except FileNotFoundError:
        return 0


City = TypeVar("City", bound="Product")


class Product:
    """A city started as a person starts it."""

    def __init__(self, var: Path) -> None:
        self.city = cities.found()[0].slug
        self.folder = var / self.city
        self.port = free_port()
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DATABASE_", "MAGISTRAT_", "PYTEST_"))
        } | {"MAGISTRAT_VAR": str(var)}
        self.process: subprocess.Popen[str] | None = None

    def command(self, *more: str) -> list[str]:
        return [sys.executable, "-m", "magistrat.cli", "run", "--city", self.city, "--no-demo", *more]

    def start(self, until: str = RUNNING) -> list[str]:
        """Start and wait until it says that it runs, or other words; what it said."""
        self.process = subprocess.Popen(
            self.command("--port", str(self.port)), env=self.environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        said = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said.append(line.rstrip())
            if until in line:
                return said
        raise AssertionError("\n".join(said))

    def try_to_start(self, port: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command("--port", str(port)), env=self.environment, capture_output=True, text=True, check=False
        )

    def end(self, number: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        self.process.communicate(timeout=120)
        return self.process.returncode

    def answers(self) -> bool:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            link.request("GET", "/")
            return link.getresponse().status < 500
        except OSError:
            return False
        finally:
            link.close()

    def pid_of(self, child: str) -> int:
        return number_in(self.folder / "run" / f"{child}.pid")

    def server_pid(self) -> int:
        return number_in(self.folder / "pg" / "postmaster.pid")

    def ask_owner(self, statement: str) -> object:
        with psycopg.connect(Cluster(self.folder).owner_url()) as connection:
            row = connection.execute(statement)
            return row.fetchone() if row.description else None


def eventually(question: Callable[[], object], seconds: float = 40) -> bool:
    deadline = time.monotonic() + seconds
    while not question():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture(scope="module")
def made_once() -> Iterator[Path]:
    """A city's folder after its first start, stopped: making it anew for every test would take half a minute each."""
    var = Path(tempfile.mkdtemp(prefix="magistrat-"))
    var.chmod(0o755)
    first = Product(var)
    assert f"http://127.0.0.1:{first.port}/" in "\n".join(first.start())
    first.end(signal.SIGTERM)
    yield var
    shutil.rmtree(var)


@pytest.fixture
def product(open_folder: Path) -> Iterator[Product]:
    """A city that has never been started."""
    yield from tidied(Product(open_folder))


class WithDemo(Product):
    """A city started as `make run` starts it: its first start makes the demo."""

    def command(self, *more: str) -> list[str]:
        return [one for one in super().command(*more) if one != "--no-demo"]


@pytest.fixture
def with_demo(open_folder: Path) -> Iterator[WithDemo]:
    """A demo city that has never been started."""
    yield from tidied(WithDemo(open_folder))


@pytest.fixture
def lived(open_folder: Path, made_once: Path) -> Iterator[Product]:
    """A city that has been started and stopped before; its files keep their owners."""
    subprocess.run(["cp", "-a", f"{made_once}/.", str(open_folder)], check=True)
    yield from tidied(Product(open_folder))


def tidied(made: City) -> Iterator[City]:
    yield made
    if made.process is not None and made.process.poll() is None:
        made.end(signal.SIGTERM)
    if (made.folder / "keys.json").exists():
        cluster = Cluster(made.folder)
        cluster.start()
        cluster.stop()
        shutil.rmtree(cluster.socket, ignore_errors=True)


class TestRun:
    def test_survives_the_death_of_anything_and_stops_in_order(self, lived: Product) -> None:
        product, killed = lived, list[int]()
        product.start()
        product.ask_owner("CREATE TABLE deed AS SELECT 7 AS id")

        os.kill(product.pid_of("web"), signal.SIGKILL)
        reader = product.pid_of("reader")
        os.kill(reader, signal.SIGKILL)
        assert eventually(product.answers)
        assert eventually(lambda: product.pid_of("reader") not in {0, reader})

        os.kill(product.server_pid(), signal.SIGKILL)
        # The page of signing in answers before the server has read its log to the end.
        assert eventually(lambda: Cluster(product.folder).answers() and product.answers())
        assert product.ask_owner("SELECT id FROM deed") == (7,)

        # The worker lost its server too and may be leaving by itself: the one that lives is killed.
        assert eventually(lambda: _is_killed(worker := product.pid_of("worker")) and not killed.append(worker))
        worker = killed[0]
        assert eventually(lambda: product.pid_of("worker") not in {0, worker})

        product.end(signal.SIGKILL)
        again = product.start()
        assert "База даних уже працює: беремо її під нагляд." in again
        assert product.answers()
        assert product.ask_owner("SELECT id FROM deed") == (7,)

        children = [*map(product.pid_of, ("web", "worker", "reader")), product.server_pid()]
        assert [pid for pid in children if not processes.is_alive(pid)] == []
        log = product.folder / "log" / "postgres.log"
        before = len(log.read_text())
        assert product.end(signal.SIGINT) == 0
        assert [pid for pid in children if processes.is_alive(pid)] == []
        stopping = log.read_text()[before:]
        assert "database system is shut down" in stopping
        # Web and workers had left before: the server found nobody to send away.
        assert "terminating connection" not in stopping

    def test_the_second_start_is_ready_in_seconds_and_a_second_launcher_is_refused(self, lived: Product) -> None:
        began = time.monotonic()
        assert "Готуємо таблиці бази даних…" not in lived.start()
        assert time.monotonic() - began < 30
        refused = lived.try_to_start(free_port())
        assert refused.returncode == 1
        assert "система вже працює" in refused.stderr

    def test_a_busy_port_is_named_before_anything_is_made(self, product: Product) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            refused = product.try_to_start(port)
        assert refused.returncode == 1
        assert f"Порт {port} уже зайнято" in refused.stderr
        assert not (product.folder / "pg").exists()

    @pytest.mark.proof
    def test_a_demo_cut_off_in_the_making_is_begun_anew(self, lived: Product) -> None:
        lived.start()
        lived.ask_owner("CREATE TABLE half_made AS SELECT 1 AS id")
        lived.end(signal.SIGTERM)
        keys.write_private(lived.folder / "state.json", '{"demo": "begun"}')
        lived.start()
        assert lived.ask_owner("SELECT to_regclass('half_made')") == (None,)

    @pytest.mark.proof
    @pytest.mark.timeout(3500)
    def test_a_demo_killed_half_way_is_made_to_its_end(self, with_demo: WithDemo) -> None:
        half_way = f"{local_date(datetime.now(UTC)) - timedelta(days=170):%m.%Y}: справ зроблено"
        with_demo.start(until=half_way)
        with_demo.end(signal.SIGKILL)
        state = with_demo.folder / "state.json"
        assert json.loads(state.read_text())["demo"] == "begun"
        said = "\n".join(with_demo.start())
        assert "починаємо спочатку" in said
        assert "Відмовлено" not in said
        assert json.loads(state.read_text())["demo"] == "done"
        kept = "SELECT settings #>> '{demo,state}', settings #>> '{demo,refused}' FROM regulation_city"
        assert with_demo.ask_owner(kept) == ("done", "0")
        counted = with_demo.ask_owner("SELECT count(*) >= 400 FROM documents_document WHERE direction = 'incoming'")
        assert counted == (True,)
        assert with_demo.answers()


def _is_killed(pid: int) -> bool:
    if not pid:
        return False
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True
