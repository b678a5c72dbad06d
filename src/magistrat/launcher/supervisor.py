"""Child processes that are started again when they die, and stopped in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from magistrat.launcher import processes
from magistrat.launcher.problem import why_refused

# A child that lived this long (seconds) is healthy: the next death is met at once.
HEALTHY = 60.0
LONGEST_PAUSE = 30.0
LOG_LIMIT_BYTES = 20 * 1024 * 1024


class Child:
    """A process of ours: its number is kept in a file, so that the next start finds an orphan.

    :param title: what a person calls it.
    :param patience: how long it may finish its work when asked to stop (seconds).
    """

    def __init__(
        self, name: str, title: str, command: Sequence[str], *, folder: Path, tell: Callable[[str], None],
        patience: float = 30.0,
    ) -> None:  # fmt: skip
        self.name = name
        self.title = title
        self.command = list(command)
        self.environment: Mapping[str, str] = {}
        self.tell = tell
        self.patience = patience
        self.log = folder / "log" / f"{name}.log"
        self.mark = folder / "run" / f"{name}.pid"
        self._process: subprocess.Popen[bytes] | None = None
        self._began = 0.0
        self._pause = 0.0
        self._not_before = 0.0

    @property
    def pid(self) -> int | None:
        """The process's number while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """Start the process in a group of its own: Ctrl-C in the terminal is ours to pass on, in order."""
        self.mark.parent.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                bound_to_us(self.command), env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                process_group=0,
            )  # fmt: skip
        self._began = time.monotonic()
        try:
            self.mark.write_text(f"{self._process.pid} {processes.started_at(self._process.pid)}")
        except OSError as reason:
            # Only the start after a killed launcher reads it: on a full disk the city goes on without.
            self.tell(f"{self.title}: працює, та не вдалося записати {self.mark}: {why_refused(reason)}.")

    def watch(self) -> None:
        """Start the process again if it died: at once the first time, then with growing pauses."""
        if self._process is None or self._process.poll() is None:
            return
        now = time.monotonic()
        if self._not_before == 0.0:
            self._pause = 0.0 if now - self._began > HEALTHY else min(max(1.0, self._pause * 2), LONGEST_PAUSE)
            self._not_before = now + self._pause
            self.tell(f"{self.title}: процес зупинився (код {self._process.returncode}), запускаємо знову. {self.log}")
        if now >= self._not_before:
            self._not_before = 0.0
            try:
                self.start()
            except OSError as reason:
                self.tell(f"{self.title}: не вдалося запустити: {why_refused(reason)}. Спробуємо ще раз.")
                self._pause = min(max(1.0, self._pause * 2), LONGEST_PAUSE)
                self._not_before = now + self._pause

    def stop(self) -> None:
        """Ask the process to finish its work and end; kill it when it does not."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            self._process.terminate()
        try:
            self._process.wait(self.patience)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None
        self.mark.unlink(missing_ok=True)

    def end_orphan(self) -> None:
        """End the process that a killed launcher left behind."""
        try:
            pid, mark = self.mark.read_text().split()
        except (OSError, ValueError):
            return
        if mark == processes.started_at(int(pid)):
            self.tell(f"{self.title}: завершуємо процес, що лишився від попереднього запуску.")
            processes.end(int(pid), signal.SIGTERM, signal.SIGKILL, patience=self.patience)
        self.mark.unlink(missing_ok=True)


def bound_to_us(command: Sequence[str]) -> list[str]:
    """The command, ended by the system when this process dies."""
    return [sys.executable, str(Path(__file__).with_name("child.py")), str(os.getpid()), *command]
