"""A city run by its launcher as a person starts it, with a person on every post; what may be killed in it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from magistrat.launcher import processes
from magistrat.launcher.postgres import Cluster
from tests.launcher.product import Product, eventually
from tests.proof.crowd import CHECKOUT

# Seconds until what was killed works again: the launcher waits longer after each death of the same child.
RECOVERY = 240


class City:
    """The running product: its launcher, web, worker and database.

    :param mail_port: where the city's mail server listens on this machine.
    """

    def __init__(self, var: Path, slug: str, *, mail_port: int) -> None:
        self.product = Product(var)
        self.product.environment |= {"MAGISTRAT_SMTP_HOST": "127.0.0.1", "MAGISTRAT_SMTP_PORT": str(mail_port)}
        self.product.city, self.product.folder = slug, var / slug
        self.product.start()
        self.cluster = Cluster(self.product.folder)

    def environment(self) -> dict[str, str]:
        """What a process of the city reads, as the launcher gives it to web and worker."""
        return self.product.environment | {
            "DJANGO_SETTINGS_MODULE": "magistrat.config.settings",
            "DATABASE_URL": self.cluster.app_url(),
            "MAGISTRAT_CITY_DIR": str(self.product.folder),
        }

    def run(self, *arguments: str) -> str:
        """What a Python process of the city says."""
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, env=self.environment(), cwd=CHECKOUT, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    def kill(self, what: str) -> None:
        """Kill -9 the web server, a worker or the database, and wait until it is there again."""
        before = self._pid(what)
        os.kill(before, signal.SIGKILL)
        assert eventually(lambda: self._works(what, before), RECOVERY), f"{what} was not started again"

    def _works(self, what: str, before: int) -> bool:
        try:
            pid = self._pid(what)
        except (OSError, ValueError, IndexError):
            return False
        if pid == before or not processes.is_alive(pid):
            return False
        return self.product.answers() if what == "web" else self.cluster.answers() if what == "database" else True

    def _pid(self, what: str) -> int:
        return self.product.server_pid() if what == "database" else self.product.pid_of(what)

    def stop(self) -> None:
        """Stop everything in order, and what a failed test left running."""
        if self.product.process is not None and self.product.process.poll() is None:
            self.product.end(signal.SIGTERM)
        if (server := self.product.server_pid()) and processes.is_alive(server):
            self.cluster.start()
            self.cluster.stop()
        shutil.rmtree(self.cluster.socket, ignore_errors=True)
