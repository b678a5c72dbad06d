"""A city's second start, as a person sees it: from the command to the words that it runs, its pages answering."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass

from bench import places
from magistrat.launcher import cities
from magistrat.launcher.postgres import Cluster

# Any of the cities: it starts without documents.
CITY = cities.found()[0].slug
RUNS = "Щоб зупинити, натисніть Ctrl-C."


@dataclass(frozen=True)
class Figure:
    """How long the first start took, without the demo's year, and each of those after it."""

    first: float
    later: list[float]


def measure(repeats: int) -> Figure:
    """Start a new city, stop it in order, and start it again so many times; nothing of it stays."""
    folder = places.FOLDER / "starting"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        first, *later = [_started(folder) for _ in range(1 + repeats)]
    finally:
        shutil.rmtree(Cluster(folder / CITY).socket, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
    return Figure(first, later)


def _started(var: os.PathLike[str]) -> float:
    """Seconds until the city says that it runs; it is stopped again then.

    :raises RuntimeError: it does not start, with what it said.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "MAGISTRAT_", "DATABASE_"))}
    command = [sys.executable, "-m", "magistrat.cli", "run", "--city", CITY, "--no-demo", "--port", str(_free_port())]
    began, said = time.monotonic(), []
    with subprocess.Popen(
        command,
        env=kept | {"MAGISTRAT_VAR": os.fspath(var)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as city:
        assert city.stdout is not None
        try:
            for line in city.stdout:
                said.append(line)
                if RUNS in line:
                    return round(time.monotonic() - began, 1)
        finally:
            city.send_signal(signal.SIGTERM)
            city.communicate()
    raise RuntimeError("".join(said))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
