"""`magistrat run` from the first start to the last stop, with everything in it killed on the way (decision 0002)."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from magistrat.launcher import keys, processes
from magistrat.launcher.postgres import Cluster
from magistrat.rules.moments import local_date
from tests.launcher.product import Product, eventually, free_port

pytestmark = pytest.mark.timeout(400)

City = TypeVar("City", bound=Product)


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
def lived(open_folder: Path, city_of_before: Path) -> Iterator[Product]:
    """A city that has been started and stopped before; its files keep their owners."""
    subprocess.run(["cp", "-a", f"{city_of_before}/.", str(open_folder)], check=True)
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
    def test_starts_again_survives_the_death_of_anything_and_stops_in_order(self, lived: Product) -> None:
        product, killed = lived, list[int]()
        said = product.start()
        assert "Готуємо таблиці бази даних…" not in said
        # Made without the demo, the city has no accounts: who comes first is told how.
        assert any(f"manage --city {product.city} first_administrator" in line for line in said)
        refused = product.try_to_start(free_port())
        assert refused.returncode == 1
        assert "система вже працює" in refused.stderr
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

        children = [*map(product.pid_of, ("web", "worker", "reader", "mailer")), product.server_pid()]
        assert [pid for pid in children if not processes.is_alive(pid)] == []
        log = product.folder / "log" / "postgres.log"
        before = len(log.read_text())
        assert product.end(signal.SIGINT) == 0
        assert [pid for pid in children if processes.is_alive(pid)] == []
        stopping = log.read_text()[before:]
        assert "database system is shut down" in stopping
        # Web and workers had left before: the server found nobody to send away.
        assert "terminating connection" not in stopping

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
        # Incoming letters, internal and outgoing ones of the plan; answers and acts come on top.
        counted = with_demo.ask_owner("SELECT count(*) >= 400 FROM documents_document WHERE direction <> 'act'")
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
