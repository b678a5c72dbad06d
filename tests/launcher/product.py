"""The product as a person starts it: `magistrat run` in a process of its own."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from magistrat.launcher.postgres import Cluster

CITY = "kryvyi-rih"
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


class Product:
    """A city started as a person starts it."""

    def __init__(self, var: Path) -> None:
        self.city = CITY
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
