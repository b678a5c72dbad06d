"""City folders for launcher tests: reachable by the server's user, removed with their sockets."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from magistrat.launcher.postgres import Cluster
from tests.launcher.product import Product


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everyone may enter: pytest's own are closed to the server's user."""
    folder = Path(tempfile.mkdtemp(prefix="magistrat-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def city_of_before() -> Iterator[Path]:
    """The folder of a city after its first start, stopped: making it anew for every test would take half a minute each."""
    var = Path(tempfile.mkdtemp(prefix="magistrat-"))
    var.chmod(0o755)
    first = Product(var)
    assert f"http://127.0.0.1:{first.port}/" in "\n".join(first.start())
    first.end(signal.SIGTERM)
    yield var
    shutil.rmtree(var)


@pytest.fixture
def cluster_in() -> Iterator[Callable[[Path], Cluster]]:
    """Make clusters that are stopped, and their sockets removed, when the test ends."""
    made: list[Cluster] = []

    def make(folder: Path) -> Cluster:
        made.append(Cluster(folder, durable=True))
        return made[-1]

    yield make
    for cluster in made:
        cluster.stop()
        shutil.rmtree(cluster.socket, ignore_errors=True)


@pytest.fixture(scope="module")
def made_once() -> Iterator[Path]:
    """The folder of a stopped cluster: making one takes longer than what most tests do with it."""
    folder = Path(tempfile.mkdtemp(prefix="magistrat-"))
    folder.chmod(0o755)
    made = Cluster(folder / "city", durable=True)
    made.start()
    made.stop()
    yield folder / "city"
    shutil.rmtree(made.socket, ignore_errors=True)
    shutil.rmtree(folder)


@pytest.fixture
def cluster(open_folder: Path, made_once: Path, cluster_in: Callable[[Path], Cluster]) -> Cluster:
    """A running cluster of a city folder with nothing else in it."""
    subprocess.run(["cp", "-a", str(made_once), str(open_folder)], check=True)
    made = cluster_in(open_folder / "city")
    made.start()
    return made


@pytest.fixture(scope="module")
def fresh() -> Iterator[Cluster]:
    """One running cluster for all tests that only look at it."""
    folder = Path(tempfile.mkdtemp(prefix="magistrat-"))
    folder.chmod(0o755)
    made = Cluster(folder / "city")
    made.start()
    yield made
    made.stop()
    shutil.rmtree(made.socket)
    shutil.rmtree(folder)
